/**
 * The raw exports of the Wasm core. Addresses are byte offsets into `memory`. Every lane is 8 bytes, a
 * little-endian u64; an i64 crosses as a signed BigInt (`BigInt.asUintN(64, value)` undoes that).
 */
export interface CoreExports {
  memory: WebAssembly.Memory
  /** Makes room for at least that many bytes and returns where; may grow, and so detach, the memory. */
  reserve(byteLength: number): number
  /** Reads 26 lanes, writes 9: eight parameters and the status. */
  evaluateRow(input: number, output: number): number
  /** The same for rows that lie one behind the other; returns how many were refused. */
  evaluateBatch(input: number, output: number, rowCount: number): number
  /** Reads 69 lanes, writes 19: next, used, lastAt, limits and the status. */
  applyBoundsRow(input: number, output: number): number
  /** The same for rows that lie one behind the other; returns how many were refused. */
  applyBoundsBatch(input: number, output: number, rowCount: number): number
  /** Least value of input field 0 to 25. */
  domainMin(field: number): bigint
  /** Largest value of input field 0 to 25. */
  domainMax(field: number): bigint
}

const functionNames = [
  'reserve',
  'evaluateRow',
  'evaluateBatch',
  'applyBoundsRow',
  'applyBoundsBatch',
  'domainMin',
  'domainMax',
] as const satisfies readonly (keyof CoreExports)[]

/** The first export that a module lacks, or undefined for a complete core. */
export function findMissingExport(exports: WebAssembly.Exports): string | undefined {
  if (!(exports.memory instanceof WebAssembly.Memory)) return 'memory'
  return functionNames.find((name) => typeof exports[name] !== 'function')
}
