/** Real numbers as BigInt over 2^200, for the maths of strategy/. */

const BITS = 200n
const ONE = 1n << BITS

/** The exact value of a double that is at least 2^-1000. */
function toFraction(value: number): { num: bigint; den: bigint } {
  let scaled = value
  let den = 1n
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    den *= 2n
  }
  return { num: BigInt(scaled), den }
}

/** A fixed-point number as a double, within 2^-52 of itself however small. */
function toNumber(fixed: bigint): number {
  const size = fixed < 0n ? -fixed : fixed
  const shift = BigInt(Math.max(0, size.toString(2).length - 64))
  return (Number(fixed >> shift) / 2 ** 200) * 2 ** Number(shift)
}

/** 2 artanh(num / den) by its series. */
function twiceArtanh(num: bigint, den: bigint): bigint {
  const s = (num << BITS) / den
  const square = (s * s) >> BITS
  let sum = 0n
  let power = s
  for (let odd = 1n; power !== 0n && power !== -1n; odd += 2n) {
    sum += power / odd
    power = (power * square) >> BITS
  }
  return 2n * sum
}

/** ln(a / b). */
export function lnRatio(a: number, b: number): number {
  const [left, right] = [toFraction(a), toFraction(b)]
  let num = left.num * right.den
  let den = right.num * left.den
  let doublings = 0n
  while (num > 2n * den) {
    den *= 2n
    doublings++
  }
  while (2n * num < den) {
    num *= 2n
    doublings--
  }
  return toNumber(twiceArtanh(num - den, num + den) + doublings * twiceArtanh(1n, 3n))
}

/** Relative distance of root^3 from x: three times the root's own. */
export function cubeError(root: number, x: number): number {
  const [left, right] = [toFraction(root), toFraction(x)]
  const cube = { num: left.num ** 3n, den: left.den ** 3n }
  const off = cube.num * right.den - right.num * cube.den
  return toNumber((off * ONE) / (right.num * cube.den))
}
