/** A number of small units in units of `scale`, with thousands separators: `7,069`. Rounded to the nearest. */
export function formatScaled(value: bigint, scale: number, decimals: number): string {
  return (Number(value) / scale).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}
