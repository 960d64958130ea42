import type { Compressors } from 'hyparquet'

/** The bytes of a file, one after the other, into the caller's room. */
export interface FileBytes {
  /** Fills the buffer from a place on. @returns how many bytes there were; 0 at the end. @throws MarketFileError */
  read(buffer: Uint8Array, from: number): Promise<number>
  close(): Promise<void>
}

/** A file of which any part can be read. */
export interface FileParts {
  byteLength: number
  slice(start: number, end?: number): Promise<ArrayBuffer>
  close(): Promise<void>
}

/**
 * How the files of markets are opened: on a disk (`market/files/diskReader.ts`), or in memory (`createMemoryFiles`). A path is the
 * market's folder, `/`, and the partition's file. Whoever reads markets depends on nothing else.
 */
export interface MarketFiles {
  /** SHA-256 of a file's bytes, in small hex digits. @throws MarketFileError */
  hash(path: string): Promise<string>
  /** From the beginning; unzipped where the name ends in `.gz`. @throws MarketFileError */
  openBytes(path: string): Promise<FileBytes>
  /** @throws MarketFileError */
  openParts(path: string): Promise<FileParts>
  /** Those codecs of Parquet that hyparquet itself lacks. */
  compressors: Compressors
}

/** Where a file of a market's folder is. */
export function joinPath(folder: string, file: string): string {
  return `${folder.replace(/\/+$/, '')}/${file}`
}
