import { CoreAbortedError, CoreUnavailableError } from './errors.ts'

/** A module of the build that runs, with the bytes that it was made from. */
export interface LoadedWasm {
  bytes: Uint8Array<ArrayBuffer>
  exports: WebAssembly.Exports
}

/** The only import of either module: `abort`, which no input reaches. */
export const wasmImports = {
  env: {
    abort(_message: number, _file: number, line: number, column: number): never {
      throw new CoreAbortedError(line, column)
    },
  },
}

/**
 * Reads and starts a Wasm module, in Node and in browsers.
 *
 * @param wasm - Its bytes, or where they are: `file:` in Node, anything that `fetch` reads elsewhere.
 * @param name - What to call it in a message: the core, or the strategies.
 * @param findMissingExport - The first export that it should have and has not.
 * @throws CoreUnavailableError if the bytes cannot be read, are not Wasm, or are another module.
 */
export async function loadWasm(
  wasm: BufferSource | URL,
  name: 'core' | 'strategies',
  findMissingExport: (exports: WebAssembly.Exports) => string | undefined,
): Promise<LoadedWasm> {
  const source = wasm instanceof URL ? wasm.href : 'that was handed in'
  const fail = (reason: string, options?: { cause: unknown }): never => {
    throw new CoreUnavailableError(source, reason, { name, ...options })
  }
  const bytes =
    wasm instanceof URL
      ? await readWasm(wasm).catch((cause) =>
          fail(`cannot be read (${describeCause(cause)})`, { cause }),
        )
      : copyBytes(wasm)
  const { instance } = await WebAssembly.instantiate(bytes, wasmImports).catch((cause) =>
    fail(`cannot be loaded (${describeCause(cause)})`, { cause }),
  )
  const missing = findMissingExport(instance.exports)
  if (missing !== undefined) fail(`has no export "${missing}": it is another module`)
  return { bytes, exports: instance.exports }
}

async function readWasm(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:') {
    // Not an import: a browser has no node:fs and never comes here, and importing it takes Node longer than the rest.
    return new Uint8Array(process.getBuiltinModule('node:fs').readFileSync(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`HTTP status ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
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
