import type { Core } from './core.ts'
import type { CoreExports } from './coreExports.ts'
import { findMissingExport } from './coreExports.ts'
import { createCore } from './createCore.ts'
import { CoreAbortedError, CoreUnavailableError } from './errors.ts'

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
  const source = wasm instanceof URL ? wasm.href : 'that was handed in'
  const bytes = wasm instanceof URL ? await readWasm(wasm) : copyBytes(wasm)
  const { exports } = await instantiate(bytes, source)
  const missing = findMissingExport(exports)
  if (missing !== undefined) {
    throw new CoreUnavailableError(source, `has no export "${missing}": it is another module`)
  }
  return createCore(bytes, exports as unknown as CoreExports)
}

/** The core's only import: `abort`, which no input reaches. */
export const coreImports = {
  env: {
    abort(_message: number, _file: number, line: number, column: number): never {
      throw new CoreAbortedError(line, column)
    },
  },
}

async function readWasm(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (url.protocol === 'file:') {
      // Not an import: a browser has no node:fs and never comes here, and importing it takes Node longer than the rest.
      return new Uint8Array(process.getBuiltinModule('node:fs').readFileSync(url))
    }
    const response = await fetch(url)
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw new CoreUnavailableError(url.href, `cannot be read (${describeCause(cause)})`, { cause })
  }
}

async function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  source: string,
): Promise<WebAssembly.Instance> {
  try {
    return (await WebAssembly.instantiate(bytes, coreImports)).instance
  } catch (cause) {
    throw new CoreUnavailableError(source, `cannot be loaded (${describeCause(cause)})`, { cause })
  }
}

function copyBytes(source: BufferSource): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
  return new Uint8Array(view)
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
