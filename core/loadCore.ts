import type { Core } from './core.ts'
import type { CoreExports } from './coreExports.ts'
import { findMissingExport } from './coreExports.ts'
import { createCore } from './createCore.ts'
import { loadWasm } from './loadWasm.ts'

/** Where a build leaves the core. Bundlers understand this form and ship the file. */
const builtCoreUrl = new URL('../build/core.wasm', import.meta.url)

/**
 * Loads the Wasm core, in Node and in browsers.
 *
 * @param wasm - The bytes of the core, or where they are: `file:` in Node, anything that `fetch` reads
 *   elsewhere. Default: the core of this checkout, `build/core.wasm`.
 * @throws CoreUnavailableError if the bytes cannot be read, are not Wasm, or are not the core.
 *
 * @example
 * const core = await loadCore()
 * const elsewhere = await loadCore(new URL('/core.wasm', document.baseURI))
 */
export async function loadCore(wasm: BufferSource | URL = builtCoreUrl): Promise<Core> {
  const { bytes, exports } = await loadWasm(wasm, 'core', findMissingExport)
  return createCore(bytes, exports as unknown as CoreExports)
}
