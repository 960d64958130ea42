/** A non-negative exact fraction. Not reduced; `den` is positive. */
export interface Rational {
  readonly num: bigint
  readonly den: bigint
}

export const ZERO: Rational = { num: 0n, den: 1n }

/** Sign of `a - b`, exactly: -1, 0 or 1. */
export function compare(a: Rational, b: Rational): number {
  const left = a.num * b.den
  const right = b.num * a.den
  return left < right ? -1 : left > right ? 1 : 0
}

/** The larger of two fractions. */
export function larger(a: Rational, b: Rational): Rational {
  return compare(a, b) < 0 ? b : a
}

/** The smaller of a fraction and a whole number. */
export function capAt(a: Rational, cap: bigint): Rational {
  return a.num >= cap * a.den ? { num: cap, den: 1n } : a
}

/** Reads a decimal such as `57571346268299.1915` without rounding. */
export function parseDecimal(text: string): Rational {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text)
  if (!match) throw new Error(`not a decimal number: ${text}`)
  const fraction = match[2] ?? ''
  const exponent = Number(match[3] ?? 0) - fraction.length
  const digits = BigInt(`${match[1]}${fraction}`)
  return exponent < 0
    ? { num: digits, den: 10n ** BigInt(-exponent) }
    : { num: digits * 10n ** BigInt(exponent), den: 1n }
}

/** Writes a fraction with a fixed number of decimals, rounded down. For messages only. */
export function formatDecimal({ num, den }: Rational, decimals = 12): string {
  const scaled = ((num * 10n ** BigInt(decimals)) / den).toString().padStart(decimals + 1, '0')
  return `${scaled.slice(0, -decimals)}.${scaled.slice(-decimals)}`
}
