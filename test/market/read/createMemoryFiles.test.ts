import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { MarketHashError } from '../../../market/errors.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import type { Market } from '../../../market/manifest.ts'
import { createMarketReader, type MarketReader } from '../../../market/read/createMarketReader.ts'
import { createMemoryFiles } from '../../../market/read/createMemoryFiles.ts'
import { joinPath } from '../../../market/read/marketFiles.ts'
import { listStreams } from '../../../market/read/readStream.ts'
import type { Steps } from '../../../market/steps.ts'
import { gasText, poolText, START_AT, writeFolder } from '../support/writeFolder.ts'

/** The market's files, taken into memory. */
function load({ folder, manifest }: Market): Map<string, Uint8Array> {
  return new Map(
    manifest.partitions.map(({ file }) => {
      return [joinPath(folder, file), new Uint8Array(readFileSync(join(folder, file)))]
    }),
  )
}

/** The market with its only file as these bytes. */
function pack(market: Market, file: string, bytes: Uint8Array) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const partitions = market.manifest.partitions.map((of) => ({ ...of, file, sha256 }))
  const reader = createMarketReader(
    createMemoryFiles(new Map([[joinPath(market.folder, file), bytes]])),
  )
  return { reader, market: { ...market, manifest: { ...market.manifest, partitions } } }
}

async function collect(reader: MarketReader, market: Market): Promise<Steps[]> {
  const chunks: Steps[] = []
  for await (const steps of reader.readSteps(market)) chunks.push(structuredClone(steps))
  return chunks
}

async function readAll(reader: MarketReader, market: Market): Promise<unknown[]> {
  const cells: unknown[] = []
  for (const stream of listStreams(market)) {
    for await (const { count, narrow, wide } of reader.readStream(market, stream)) {
      const columns = [...narrow.values(), ...wide.values()]
      for (let index = 0; index < count; index++) cells.push(columns.map((of) => of[index]))
    }
  }
  return cells
}

describe('createMemoryFiles', () => {
  test.each(listShippedMarkets())(
    'default: %s is the same from memory as from disk',
    async (name) => {
      const market = await openMarket(name)
      const reader = createMarketReader(createMemoryFiles(load(market)))
      expect(await collect(reader, market)).toEqual(await collect(diskReader, market))
    },
  )

  test('behavior: a gzipped file', async () => {
    const market = await writeFolder([{ kind: 'pool', text: poolText(3), stepSec: 60 }])
    const zipped = gzipSync(poolText(3))
    const { reader, market: own } = pack(market, 'pool.csv.gz', zipped)
    expect(await readAll(reader, own)).toEqual(await readAll(diskReader, market))
    const cut = pack(market, 'pool.csv.gz', zipped.subarray(0, zipped.length - 20))
    await expect(readAll(cut.reader, cut.market)).rejects.toThrow(
      /pool.csv.gz: is cut off or damaged; get the whole gzip file/,
    )
  })

  test('behavior: Parquet without a codec that has to be brought; ZSTD is named, not called damage', async () => {
    const market = await writeFolder([{ kind: 'gas', text: gasText(3), stepSec: 60 }])
    const write = (codec: 'UNCOMPRESSED' | 'ZSTD') =>
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'at', data: [0n, 60n, 120n].map((sec) => BigInt(START_AT) + sec) },
            { name: 'baseFeePerGas', data: [20_000_000_000n, 20_000_000_000n, 20_000_000_000n] },
          ],
          codec,
          compressors: { ZSTD: (input) => zstdCompressSync(input) },
        }),
      )
    const plain = pack(market, 'gas.parquet', write('UNCOMPRESSED'))
    expect(await readAll(plain.reader, plain.market)).toEqual(await readAll(diskReader, market))
    const packed = pack(market, 'gas.parquet', write('ZSTD'))
    await expect(readAll(packed.reader, packed.market)).rejects.toThrow(
      /gas.parquet: is packed by ZSTD, which cannot be unpacked here; known are UNCOMPRESSED, SNAPPY/,
    )
  })

  test('error: a file with other bytes is refused before a row of it is used, and one that is not there by its name', async () => {
    const market = await writeFolder([{ kind: 'gas', text: gasText(3), stepSec: 60 }])
    const files = load(market)
    const path = joinPath(market.folder, 'gas.csv')
    const reader = createMarketReader(createMemoryFiles(files))
    files.set(path, new TextEncoder().encode(gasText(3, () => 21e9)))
    await expect(readAll(reader, market)).rejects.toBeInstanceOf(MarketHashError)
    files.delete(path)
    await expect(readAll(reader, market)).rejects.toThrow(/gas.csv: is not there; get it first/)
  })
})
