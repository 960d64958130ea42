import { existsSync } from 'node:fs'
import { MarketFileError, RecordError } from '../errors.ts'
import { writeMarket } from '../files/writeMarket.ts'
import { formatMinute } from '../formatMinute.ts'
import type { Market } from '../manifest.ts'
import { MINUTE_SEC } from '../minute.ts'
import { computePoolMinutes, type PoolChange } from '../poolMinutes.ts'
import type { RecordedPool } from '../recording.ts'
import { createPlan, findBegin, requireSame } from './planRecord.ts'
import { RecordChain } from './recordChain.ts'
import { countBlocks, type ReadOptions, readChunks } from './recordChunks.ts'
import { completeFacts, createParts, measureBlockSec, type RecordSettings } from './recordFacts.ts'
import { RecordPart, type RecordPlan } from './recordPart.ts'

export interface RecordOptions extends ReadOptions, RecordSettings {
  /** Of a node, by http or https. */
  url: string
}

export interface RecordResult {
  market: Market
  chainId: number
  /** With the warm-up. */
  firstBlock: bigint
  lastBlock: bigint
  /** How many of them an earlier run had recorded. */
  resumedBlocks: number
  /** In the recorded minutes, without the warm-up. */
  trades: number
  liquidityChanges: number
  quietMinutes: number
}

/**
 * Records a market from a node's headers and a pool's events. The folder appears whole or not at all; what has been read so far is
 * in a file next to it, from which the same call goes on after a failure or a kill.
 *
 * @throws RecordTimeError, before anything is asked; RecordError if the node or the pool cannot be recorded; MarketCheckError if
 *   gas is paid in a coin without a price; MarketFileError, FileError; the signal's reason if it ends the recording.
 */
export async function recordMarket(options: RecordOptions): Promise<RecordResult> {
  const { url, pool, fromAt, toAt, folder, signal } = options
  const beginAt = findBegin(options)
  if (existsSync(folder)) {
    throw new MarketFileError(folder, 'is there already; name another folder, or remove it')
  }
  const chain = await RecordChain.open(url, signal)
  const facts = await chain.checkPool(pool)
  const known = completeFacts(options, chain.chainId, facts)
  const part = new RecordPart(folder)
  const { plan, chunks } = part.read() ?? {
    plan: await createPlan(chain, pool, { beginAt, fromAt, toAt }),
    chunks: [],
  }
  const wanted = { chainId: chain.chainId, pool, beginAt, toAt }
  requireSame(part.file, plan, wanted)
  if (chunks.length === 0) part.begin(plan)
  const resumedBlocks = countBlocks(chunks)
  await readChunks(chain, plan, chunks, part, options)

  const blocks = chunks.flatMap((chunk) => chunk.blocks)
  const changes = chunks.flatMap((chunk) => chunk.changes)
  const rows = readPool(plan, changes)
  const own = (at: bigint) => at >= fromAt
  const ownBlocks = blocks.filter(({ at }) => own(at))
  const measured = { ...known, blockSec: measureBlockSec(ownBlocks) ?? known.blockSec }
  const parts = createParts(
    options,
    { chainId: chain.chainId, plan, facts, chain: measured },
    blocks,
    rows,
  )
  signal?.throwIfAborted()
  const numbered = blocks.map((block, index) => ({
    ...block,
    number: plan.firstBlock + BigInt(index),
  }))
  const market = await writeMarket(
    folder,
    parts,
    [
      {
        kind: 'block',
        columns: ['at', 'number', 'baseFeePerGas', 'gasUsedRatioPips'],
        rows: numbered
          .filter(({ at }) => own(at))
          .map(({ at, number, baseFeePerGas, gasUsedRatioPips }) => [
            at,
            number,
            baseFeePerGas,
            gasUsedRatioPips,
          ]),
      },
      {
        kind: 'pool',
        stepSec: Number(MINUTE_SEC),
        columns: ['at', ...poolColumns],
        // The row that is known as the record begins is what the pool is then.
        rows: rows
          .filter(({ at }) => own(at))
          .map((row) => [row.at, ...poolColumns.map((name) => row[name])]),
      },
    ],
    { format: 'csv' },
  )
  part.remove()
  const ownChanges = changes.filter(({ timestamp }) => own(timestamp))
  const trades = ownChanges.filter(({ kind }) => kind === 'swap').length
  return {
    market,
    chainId: chain.chainId,
    firstBlock: plan.firstBlock,
    lastBlock: plan.lastBlock,
    resumedBlocks,
    trades,
    liquidityChanges: ownChanges.filter(({ kind }) => kind === 'liquidity').length,
    quietMinutes: rows.filter(({ at, inAmount0, inAmount1 }) => {
      return at > fromAt && inAmount0 + inAmount1 === 0n
    }).length,
  }
}

const poolColumns = [
  'openTick',
  'highestTick',
  'lowestTick',
  'closeTick',
  'liquidity',
  'inAmount0',
  'inAmount1',
] as const

/** The minutes from the warm-up on, and the pool as it begins, where that is known. */
function readPool(
  { beginAt, toAt, poolBefore }: RecordPlan,
  changes: readonly PoolChange[],
): RecordedPool[] {
  const minutes = computePoolMinutes({ fromAt: beginAt, toAt, changes, poolBefore })
  const known = minutes.filter((minute) => minute !== undefined)
  if (known.length < minutes.length) throw createUnknownError(beginAt, known[0])
  if (poolBefore === undefined) return known
  const { tick, liquidity } = poolBefore
  const ticks = { openTick: tick, highestTick: tick, lowestTick: tick, closeTick: tick }
  return [{ at: beginAt, ...ticks, liquidity, inAmount0: 0n, inAmount1: 0n }, ...known]
}

function createUnknownError(beginAt: bigint, first: RecordedPool | undefined): RecordError {
  const begin = first && formatMinute(first.at - MINUTE_SEC)
  const when = begin === undefined ? 'and nobody trades in the recorded time' : `up to ${begin}`
  const instead = begin === undefined ? 'another time' : `a time from ${begin} on`
  return new RecordError(
    `the pool's state in the minute ${formatMinute(beginAt)} is not known, ${when}: it had no price yet, or the node keeps ` +
      `no states of that time; begin the record, with its warm-up, at ${instead}, or give an archive node`,
  )
}
