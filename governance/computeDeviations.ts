import { type Parameters, parameterFields } from '../core/index.ts'

const MILLION = 1_000_000n

/**
 * How far each field of `to` is from `from`, as a share of `from` or of 1 where that is more, 1e6 = 100 %; rounded
 * up, so that 0 means that nothing moved and that a deviation is above a whole number of pips exactly if the share is.
 */
export function computeDeviations(from: Parameters, to: Parameters): Parameters {
  const entries = parameterFields.map((field) => [field, computeDeviation(from[field], to[field])])
  return Object.fromEntries(entries) as Parameters
}

/** The same of one field. */
export function computeDeviation(from: bigint, to: bigint): bigint {
  const base = from > 0n ? from : 1n
  const distance = to > from ? to - from : from - to
  return (distance * MILLION + base - 1n) / base
}
