import { open } from 'node:fs/promises'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { MarketFileError } from '../errors.ts'
import { createMarketReader, type MarketReader } from '../read/createMarketReader.ts'
import type { FileParts, MarketFiles } from '../read/marketFiles.ts'
import { openBytes } from './fileBytes.ts'
import { hashFile } from './hashFile.ts'

const diskFiles: MarketFiles = {
  hash: hashFile,
  openBytes,
  openParts,
  compressors: {
    ZSTD: (input) => zstdDecompressSync(input),
    GZIP: (input) => gunzipSync(input),
  },
}

/** Reads markets from this machine's disk. */
export const diskReader: MarketReader = createMarketReader(diskFiles)

async function openParts(path: string): Promise<FileParts> {
  try {
    const handle = await open(path)
    const { size } = await handle.stat()
    return {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, end - start))
        await handle.read(bytes, 0, bytes.length, start)
        return bytes.buffer
      },
      close: () => handle.close(),
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = `cannot be read (${code ?? message}); check the path`
    throw new MarketFileError(path, reason, { cause })
  }
}
