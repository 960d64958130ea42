/**
 * The two lines of section 3, before their caps, as fixed point.
 *
 * Method: with s = h + r = y^3, y solves y^9 - A y - B = 0, A = K^(2/3), B = 4 C. Newton's steps from
 * above fall to the root. Then h - r = (K / s)^(1/3), and r = C / (h s) so that nothing cancels.
 * Accuracy: 1e-50 of each; test/oracle/model.test.ts puts the results into the two equations.
 */
import { FRACTION_BITS, ONE, rootOf, toFixedPoint } from './fixedPoint.ts'
import { most } from './integers.ts'
import type { Rational } from './rational.ts'

/** As fixed point, 1 is 100 %. */
export interface BandLines {
  /** h */
  leave: bigint
  /** r */
  back: bigint
  /** h - r */
  apart: bigint
  /** h + r */
  together: bigint
}

const FIXED_ONE = 2 ** Number(FRACTION_BITS)

/** `gas` is k, `cost` is c, `scale` is G^2 / gamma. */
export function bandLines(gas: Rational, cost: Rational, scale: Rational): BandLines {
  const gasTerm = { num: 12n * gas.num * scale.num, den: gas.den * scale.den }
  const costTerm = { num: 3n * cost.num * scale.num, den: cost.den * scale.den }
  const root = solve(
    rootOf({ num: gasTerm.num ** 2n, den: gasTerm.den ** 2n }, 3),
    toFixedPoint({ num: 4n * costTerm.num, den: costTerm.den }),
  )
  const together = (root ** 3n) >> (2n * FRACTION_BITS)
  if (together === 0n) return { leave: 0n, back: 0n, apart: 0n, together }
  const apart = rootOf({ num: gasTerm.num * ONE, den: gasTerm.den * together }, 3)
  const leave = (together + apart) / 2n
  const back = (costTerm.num << (3n * FRACTION_BITS)) / (costTerm.den * leave * together)
  return { leave, back, apart, together }
}

/** The root of y^9 - a y - b; everything is fixed point. */
function solve(a: bigint, b: bigint): bigint {
  const start = Math.max(
    (2 * (Number(a) / FIXED_ONE)) ** (1 / 8),
    (2 * (Number(b) / FIXED_ONE)) ** (1 / 9),
  )
  // A little above, so that the float's own error does not put it below the root.
  let root = most(1n, BigInt(Math.ceil(start * 1.000001 * 2 ** 60)) << (FRACTION_BITS - 60n))
  for (;;) {
    const eighth = (root ** 8n) >> (7n * FRACTION_BITS)
    const ninth = (eighth * root) >> FRACTION_BITS
    const slope = 9n * eighth - a
    if (slope <= 0n) return 0n
    const next = ((8n * ninth + b) << FRACTION_BITS) / slope
    if (next >= root) return root
    root = next
  }
}
