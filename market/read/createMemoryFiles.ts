import { sha256 } from 'viem'
import { MarketFileError } from '../errors.ts'
import type { FileBytes, FileParts, MarketFiles } from './marketFiles.ts'

/**
 * Files that are in memory, such as those that a browser has fetched.
 *
 * @param files - Their bytes by path: the market's folder, `/`, and the partition's file.
 */
export function createMemoryFiles(files: ReadonlyMap<string, Uint8Array>): MarketFiles {
  const find = (path: string): Uint8Array => {
    const bytes = files.get(path)
    if (bytes === undefined) throw new MarketFileError(path, 'is not there; get it first')
    return bytes
  }
  return {
    async hash(path) {
      return sha256(find(path)).slice(2)
    },
    async openBytes(path) {
      return createBytes(path.endsWith('.gz') ? await unzip(path, find(path)) : find(path))
    },
    async openParts(path) {
      return createParts(find(path))
    },
    // Nothing in a browser unzips ZSTD or GZIP without waiting, as hyparquet wants it.
    compressors: {},
  }
}

function createBytes(bytes: Uint8Array): FileBytes {
  let at = 0
  return {
    async read(buffer, from) {
      const part = bytes.subarray(at, at + buffer.length - from)
      buffer.set(part, from)
      at += part.length
      return part.length
    },
    async close() {},
  }
}

function createParts(bytes: Uint8Array): FileParts {
  return {
    byteLength: bytes.length,
    async slice(start, end) {
      return new Uint8Array(bytes.slice(start, end)).buffer
    },
    async close() {},
  }
}

async function unzip(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  const unzipped = new Blob([new Uint8Array(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
  try {
    return new Uint8Array(await new Response(unzipped).arrayBuffer())
  } catch (cause) {
    const reason = 'is cut off or damaged; get the whole gzip file'
    throw new MarketFileError(path, reason, { cause })
  }
}
