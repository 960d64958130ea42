import type { Decimal6 } from '../result.ts'

/** Units of the sixth digit after the point. */
const UNIT = 1_000_000n

/** A quotient of whole numbers, rounded down. */
function divideDown(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const isExact = quotient * denominator === numerator
  return isExact || numerator < 0n === denominator < 0n ? quotient : quotient - 1n
}

/** A quotient in units of 1e-6, rounded to the nearest, half up. The denominator is above 0. */
export function divideToUnits(numerator: bigint, denominator: bigint): bigint {
  return divideDown(2n * numerator * UNIT + denominator, 2n * denominator)
}

/** The square root of a quotient in units of 1e-6, rounded to the nearest, half up. The numerator is at least 0. */
export function rootToUnits(numerator: bigint, denominator: bigint): bigint {
  return (rootDown((4n * numerator * UNIT * UNIT) / denominator) + 1n) / 2n
}

/** Units of 1e-6 as text: always six digits after the point. */
export function formatUnits6(units: bigint): Decimal6 {
  const digits = (units < 0n ? -units : units).toString().padStart(7, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** The other way round: `1.5` of six digits is 1,500,000. */
export function parseDecimal6(text: Decimal6): bigint {
  return BigInt(text.replace('.', ''))
}

/** A real number, rounded to the nearest of six digits. */
export function toDecimal6(value: number): Decimal6 {
  return formatUnits6(BigInt(Math.round(value * 1e6)))
}

/** The largest whole number whose square is at most `value`, by Newton's method from above. */
function rootDown(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
