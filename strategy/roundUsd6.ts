/** The nearest whole number, half away from zero; never -0. Exact below 2^53. */
export function roundUsd6(amountUsd6: number): number {
  // Math.round takes halves upwards, which is away from zero on one side only.
  return amountUsd6 < 0 ? 0 - Math.round(-amountUsd6) : Math.round(amountUsd6) + 0
}
