import { readdir, readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { CoreAbortedError, CoreUnavailableError, loadCore } from '../../core/index.ts'
import { wasmImports } from '../../core/loadWasm.ts'

const coreFolder = new URL('../../core/', import.meta.url)
const wasmUrl = new URL('../../build/core.wasm', import.meta.url)
const wasm = new Uint8Array(await readFile(wasmUrl))
const hash = keccak256(wasm)

async function withServer(handle: RequestListener, run: (url: URL) => Promise<void>) {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    await run(new URL(`http://127.0.0.1:${port}/core.wasm`))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('loadCore', () => {
  it('default: the core of the checkout, named by its hash', async () => {
    expect((await loadCore()).hash).toBe(hash)
  })

  it('behavior: takes a file URL, a buffer, and a view into one', async () => {
    const wide = new Uint8Array([1, 2, 3, ...wasm, 4])
    expect((await loadCore(wasmUrl)).hash).toBe(hash)
    expect((await loadCore(wasm.buffer)).hash).toBe(hash)
    expect((await loadCore(wide.subarray(3, -1))).hash).toBe(hash)
    expect((await loadCore(new DataView(wide.buffer, 3, wasm.length))).hash).toBe(hash)
  })

  it('behavior: fetches what is not a file, as a browser does', async () => {
    await withServer(
      (_, response) => response.end(wasm),
      async (url) => expect((await loadCore(url)).hash).toBe(hash),
    )
  })

  it('behavior: later changes of the bytes do not change the hash', async () => {
    const bytes = wasm.slice()
    const core = await loadCore(bytes)
    bytes.fill(0)
    expect(core.hash).toBe(hash)
  })

  it('behavior: no module of the façade imports from Node when it is loaded', async () => {
    const files = (await readdir(coreFolder)).filter((file) => file.endsWith('.ts'))
    const texts = await Promise.all(
      files.map((file) => readFile(new URL(file, coreFolder), 'utf8')),
    )
    expect(files).toContain('loadCore.ts')
    for (const text of texts) expect(text).not.toMatch(/from 'node:|^import 'node:/m)
  })

  it('error: no file', async () => {
    const loading = loadCore(new URL('missing.wasm', wasmUrl))
    await expect(loading).rejects.toBeInstanceOf(CoreUnavailableError)
    await expect(loading).rejects.toMatchObject({
      code: 'core/unavailable',
      source: expect.stringContaining('missing.wasm'),
      message: expect.stringMatching(/cannot be read .*ENOENT.*; build it with `npm run setup`$/),
      cause: expect.objectContaining({ code: 'ENOENT' }),
    })
  })

  it('error: the server has no such file', async () => {
    await withServer(
      (_, response) => response.writeHead(404).end(),
      (url) => expect(loadCore(url)).rejects.toThrow('cannot be read (HTTP status 404)'),
    )
  })

  it('error: not Wasm, or another module', async () => {
    const emptyModule = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
    await expect(loadCore(new Uint8Array(4))).rejects.toBeInstanceOf(CoreUnavailableError)
    await expect(loadCore(wasm.subarray(0, 100))).rejects.toThrow('cannot be loaded')
    await expect(loadCore(emptyModule)).rejects.toThrow('has no export "memory"')
  })

  it('error: the core gives up', () => {
    expect(() => wasmImports.env.abort(0, 0, 12, 3)).toThrow(CoreAbortedError)
    expect(() => wasmImports.env.abort(0, 0, 12, 3)).toThrow('line 12, column 3')
  })
})
