import { MarketFileError } from '../errors.ts'
import { MANIFEST_FILE, type Market, type PartitionKind } from '../manifest.ts'
import { makeBlocks } from '../recordedBlocks.ts'
import type { RecordedBlock, RecordedPool, Recording } from '../recording.ts'
import { computeSegments } from '../recordingSegments.ts'
import type { StepRange } from '../steps.ts'
import { joinPath, type MarketFiles } from './marketFiles.ts'
import { listStreams, readStream } from './readStream.ts'
import type { Rows } from './rows.ts'

/**
 * A market, or a part of it, whole in memory: blocks with `from <= at < to`, and the pool's rows that are known by then; of those
 * before `from`, the last. Where only a gas price is recorded, the blocks are made. A part that begins later starts from the
 * averages that the record has reached by then.
 *
 * @throws MarketFileError if no pool or neither blocks nor gas are recorded, or nothing in the range; as `readStream`.
 */
export async function readRecording(
  files: MarketFiles,
  market: Market,
  { from = 0, to = Number.POSITIVE_INFINITY }: StepRange = {},
): Promise<Recording> {
  const streams = listStreams(market)
  const find = (kind: PartitionKind) => streams.find((stream) => stream.kind === kind)
  const file = joinPath(market.folder, MANIFEST_FILE)
  const [blockStream, gasStream, poolStream] = [find('block'), find('gas'), find('pool')]
  const headers = blockStream ?? gasStream
  if (poolStream === undefined || headers === undefined) {
    const missing = poolStream === undefined ? 'a pool' : 'blocks and a gas price'
    throw new MarketFileError(
      file,
      `has no partition with ${missing}; a replay needs blocks (or gas prices) and a pool, give another market`,
    )
  }
  const pool = await readAll(readStream(files, market, poolStream), readPool)
  const rows = await readAll(readStream(files, market, headers), (rows, index) =>
    readBlock(rows, index, market.manifest.chain.gasTargetPips),
  )
  const blocks = blockStream === undefined ? makeBlocks(rows, pool.at(-1)?.at ?? 0n) : rows
  const { name, title, source, chain, venue, start, startMadeOf, assumptions } = market.manifest
  const about = { name, title, source, chain, venue, start, startMadeOf, assumptions }
  const cut = cutRecording({ ...about, blocks, pool }, from, to)
  if (cut.blocks.length === 0) {
    throw new MarketFileError(file, 'has no block in these hours; give others')
  }
  return cut
}

function cutRecording(whole: Recording, from: number, to: number): Recording {
  const blocks = whole.blocks.filter(({ at }) => Number(at) >= from && Number(at) < to)
  const firstIn = whole.pool.findIndex(({ at }) => Number(at) > from)
  const poolStart = firstIn === -1 ? whole.pool.length - 1 : Math.max(0, firstIn - 1)
  const pool = whole.pool.slice(poolStart).filter(({ at }) => Number(at) < to)
  return { ...whole, ...continueStart(whole, from), blocks, pool }
}

/** The averages at the close of the last segment before a time. */
function continueStart(whole: Recording, from: number): Pick<Recording, 'start' | 'startMadeOf'> {
  const { start, startMadeOf, blocks } = whole
  if (blocks[0] === undefined || Number(blocks[0].at) >= from) return { start, startMadeOf }
  const before = blocks.filter(({ at }) => Number(at) <= from)
  const last = computeSegments({ ...whole, blocks: before }).at(-1)
  if (last === undefined) return { start, startMadeOf }
  const { varianceWad = start.startVarianceWad, depthRefUsd6 } = last
  return {
    start: { ...start, startVarianceWad: varianceWad, startDepthRefUsd6: depthRefUsd6 },
    startMadeOf: `${startMadeOf} Carried on by the record itself up to the first block of this part.`,
  }
}

async function readAll<Item>(
  stream: AsyncIterable<Rows>,
  readItem: (rows: Rows, index: number) => Item,
): Promise<Item[]> {
  const items: Item[] = []
  for await (const rows of stream) {
    for (let index = 0; index < rows.count; index++) items.push(readItem(rows, index))
  }
  return items
}

function readWhole({ narrow, wide }: Rows, index: number, column: string): bigint | undefined {
  const value = narrow.get(column)?.[index]
  return value === undefined ? wide.get(column)?.[index] : BigInt(value)
}

function readBlock(rows: Rows, index: number, gasTargetPips: number): RecordedBlock {
  return {
    at: readWhole(rows, index, 'at') ?? 0n,
    baseFeePerGas: readWhole(rows, index, 'baseFeePerGas') ?? 0n,
    // How full blocks were is not in every record of the gas price: at the target, the fee would stay.
    gasUsedRatioPips: readWhole(rows, index, 'gasUsedRatioPips') ?? BigInt(gasTargetPips),
  }
}

function readPool(rows: Rows, index: number): RecordedPool {
  const read = (column: string) => readWhole(rows, index, column) ?? 0n
  return {
    at: read('at'),
    openTick: read('openTick'),
    highestTick: read('highestTick'),
    lowestTick: read('lowestTick'),
    closeTick: read('closeTick'),
    liquidity: read('liquidity'),
    inAmount0: read('inAmount0'),
    inAmount1: read('inAmount1'),
  }
}
