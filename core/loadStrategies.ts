import { createStrategies, findMissingExport, type StrategiesExports } from './createStrategies.ts'
import { loadWasm } from './loadWasm.ts'
import type { Strategies } from './strategies.ts'

/** Where a build leaves the strategies' maths. Bundlers understand this form and ship the file. */
const builtStrategiesUrl = new URL('../build/core/strategies.wasm', import.meta.url)

/**
 * Loads the strategies' maths, in Node and in browsers: a Wasm module beside the core. It decides no parameter.
 *
 * @param wasm - The bytes of the module, or where they are: `file:` in Node, anything that `fetch` reads
 *   elsewhere. Default: that of this checkout, `build/core/strategies.wasm`.
 * @throws CoreUnavailableError if the bytes cannot be read, are not Wasm, or are another module.
 *
 * @example
 * const strategies = await loadStrategies()
 * const { callUsd6 } = strategies.priceOption({ spotUsd6, strikeUsd6, varianceWad, timeToExpirySec })
 */
export async function loadStrategies(
  wasm: BufferSource | URL = builtStrategiesUrl,
): Promise<Strategies> {
  const { bytes, exports } = await loadWasm(wasm, 'strategies', findMissingExport)
  return createStrategies(bytes, exports as unknown as StrategiesExports)
}
