import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'

/** The bytes of a file, one after the other, into the caller's room. */
export interface FileBytes {
  /** Fills the buffer from a place on. @returns how many bytes there were; 0 at the end. */
  read(buffer: Buffer, from: number): Promise<number>
  close(): Promise<void>
}

/** Opens a plain file, or one that is zipped by gzip, told by its ending. @throws the system's own errors, and those of zlib. */
export async function openBytes(file: string): Promise<FileBytes> {
  return file.endsWith('.gz') ? new ZippedBytes(file) : new PlainBytes(await open(file))
}

class PlainBytes implements FileBytes {
  private readonly handle: FileHandle

  constructor(handle: FileHandle) {
    this.handle = handle
  }

  async read(buffer: Buffer, from: number): Promise<number> {
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

  async read(buffer: Buffer, from: number): Promise<number> {
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
