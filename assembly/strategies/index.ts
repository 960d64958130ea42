// The exports of the strategies' maths, a module of its own: it decides no parameter, so no vote is bound to its hash.
// Rows are little-endian 64-bit lanes in linear memory. The façade checks domains before it calls.

import { OPTION_INPUT_BYTES, OPTION_OUTPUT_BYTES, priceOptionRow } from './option'

export { averageVariance, blendVariance, harVariance } from './forecast'
export { measureGapRow } from './gap'
export { measureLpRow } from './lp'
export { density, upperTail } from './normal'
export { collarCallsRow, overlayPutsRow } from './overlay'

const PAGE_BYTES: i32 = 65_536
const LANE_MASK: usize = 7 // a lane has 8 bytes

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

/** Prices `rowCount` rows of 4 floats into rows of 6. */
export function priceOptions(input: usize, output: usize, rowCount: i32): void {
  for (let row = 0; row < rowCount; row++) {
    priceOptionRow(input, output)
    input += OPTION_INPUT_BYTES
    output += OPTION_OUTPUT_BYTES
  }
}
