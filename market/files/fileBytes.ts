import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { MarketFileError } from '../errors.ts'
import type { FileBytes } from '../read/marketFiles.ts'

/** Opens a plain file, or one that is zipped by gzip, told by its ending. @throws MarketFileError, here or when it is read. */
export async function openBytes(file: string): Promise<FileBytes> {
  const bytes = await tell(file, async () =>
    file.endsWith('.gz') ? new ZippedBytes(file) : new PlainBytes(await open(file)),
  )
  return {
    read: (buffer, from) => tell(file, () => bytes.read(buffer, from)),
    close: () => bytes.close(),
  }
}

/** The system's own errors, and those of zlib, as what is wrong with the file. */
async function tell<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    const reason = code.startsWith('Z_')
      ? 'is cut off or damaged; get the whole gzip file'
      : `cannot be read (${code}); check the path`
    throw new MarketFileError(file, reason, { cause })
  }
}

class PlainBytes implements FileBytes {
  private readonly handle: FileHandle

  constructor(handle: FileHandle) {
    this.handle = handle
  }

  async read(buffer: Uint8Array, from: number): Promise<number> {
    const { bytesRead } = await this.handle.read(buffer, from, buffer.length - from)
    return bytesRead
  }

  async close(): Promise<void> {
    await this.handle.close()
  }
}

class ZippedBytes implements FileBytes {
  private readonly stream: Gunzip
  private readonly chunks: AsyncIterator<Buffer>
  private rest: Buffer = Buffer.alloc(0)

  constructor(file: string) {
    this.stream = createGunzip()
    // Its errors reach the reader through the stream.
    pipeline(createReadStream(file), this.stream, () => {})
    this.chunks = this.stream[Symbol.asyncIterator]()
  }

  async read(buffer: Uint8Array, from: number): Promise<number> {
    if (this.rest.length === 0) {
      const { value, done } = await this.chunks.next()
      if (done) return 0
      this.rest = value
    }
    const count = this.rest.copy(buffer, from)
    this.rest = this.rest.subarray(count)
    return count
  }

  async close(): Promise<void> {
    this.stream.destroy()
  }
}
