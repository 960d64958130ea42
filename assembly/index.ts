// The core's exports. Rows are little-endian 64-bit lanes in linear memory, laid out as types.ts
// says.

import { applyBounds, BOUNDS_INPUT_LANES, BOUNDS_OUTPUT_LANES } from './bounds'
import { evaluate } from './model'
import { ModelInput, Parameters } from './types'

export { domainMax, domainMin } from './domain'
export { exp2Down, expNeg, powerHigh } from './exp'
export { mulDivDown, mulDivUp, mulDivWideDown, mulDivWideUp, quotientHigh } from './mulDiv'
export { computeBandsRow, computeGapRow } from './parts'
export {
  addDown as realAddDown,
  divDown as realDivDown,
  exp2Down as realExp2Down,
  fromFixedProductDown as realFromFixedProductDown,
  fromProductDown as realFromProductDown,
  fromUintDown as realFromUintDown,
  mulDown as realMulDown,
  shift as realShift,
  sqrtDown as realSqrtDown,
  subDown as realSubDown,
  toQ58Down as realToQ58Down,
  toUintDown as realToUintDown,
  toUintUp as realToUintUp,
} from './real'
export { cbrtDown, fourthRootDown, sqrtDown } from './roots'

const PAGE_BYTES: i32 = 65_536
const LANE_MASK: usize = 7 // a lane has 8 bytes

const INPUT_BYTES = offsetof<ModelInput>()
const TARGET_BYTES = offsetof<Parameters>()
const BOUNDS_INPUT_BYTES: usize = (<usize>BOUNDS_INPUT_LANES) << 3
const BOUNDS_OUTPUT_BYTES: usize = (<usize>BOUNDS_OUTPUT_LANES) << 3
const STATUS_BYTES: usize = 8

/**
 * Makes room for `byteLength` bytes of rows and returns where they start: always the same address.
 */
export function reserve(byteLength: i32): usize {
  const start = (__heap_base + LANE_MASK) & ~LANE_MASK
  const missing = <i32>start + byteLength - memory.size() * PAGE_BYTES
  if (missing > 0 && memory.grow((missing + PAGE_BYTES - 1) / PAGE_BYTES) < 0) {
    throw new Error('core/out-of-memory')
  }
  return start
}

/**
 * Evaluates one row of 26 lanes into 9: the target and the status, 0 or 1 + the field out of
 * domain.
 */
export function evaluateRow(input: usize, output: usize): i32 {
  const status = evaluate(changetype<ModelInput>(input), changetype<Parameters>(output))
  if (status != 0) memory.fill(output, 0, TARGET_BYTES)
  store<u64>(output + TARGET_BYTES, status)
  return <i32>status
}

/** Evaluates `rowCount` rows, one after the other; returns how many were refused. */
export function evaluateBatch(input: usize, output: usize, rowCount: i32): i32 {
  let refused = 0
  for (let row = 0; row < rowCount; row++) {
    refused += i32(evaluateRow(input, output) != 0)
    input += INPUT_BYTES
    output += TARGET_BYTES + STATUS_BYTES
  }
  return refused
}

/**
 * Bounds one row of 69 lanes into 19: next, used, lastAt, limits and the status of `applyBounds`.
 */
export function applyBoundsRow(input: usize, output: usize): i32 {
  const status = applyBounds(input, output)
  if (status != 0) memory.fill(output, 0, BOUNDS_OUTPUT_BYTES)
  store<u64>(output + BOUNDS_OUTPUT_BYTES, status)
  return <i32>status
}

/** Bounds `rowCount` rows, one after the other; returns how many were refused. */
export function applyBoundsBatch(input: usize, output: usize, rowCount: i32): i32 {
  let refused = 0
  for (let row = 0; row < rowCount; row++) {
    refused += i32(applyBoundsRow(input, output) != 0)
    input += BOUNDS_INPUT_BYTES
    output += BOUNDS_OUTPUT_BYTES + STATUS_BYTES
  }
  return refused
}
