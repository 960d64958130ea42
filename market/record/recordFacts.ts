import type { Address } from 'viem'
import { checkWhole } from '../check/checkWhole.ts'
import { findNativeCoin } from '../check/nativeCoins.ts'
import { MarketCheckError } from '../errors.ts'
import type { ManifestParts } from '../files/writeMarket.ts'
import { formatMinute } from '../formatMinute.ts'
import { completeChain } from '../import/knownChains.ts'
import { nameMarket } from '../import/nameMarket.ts'
import type { MarketChain } from '../manifest.ts'
import type { RecordedBlock, RecordedPool } from '../recording.ts'
import { computeSegments } from '../recordingSegments.ts'
import type { SourceStart } from '../sourceStart.ts'
import { nameChain } from './nameChain.ts'
import { createWarmUpError, findLatestBegin, type RecordTimes } from './planRecord.ts'
import type { PoolFacts } from './recordChain.ts'
import type { RecordPlan } from './recordPart.ts'

/** What is recorded, and what is said of it. */
export interface RecordSettings extends RecordTimes {
  pool: Address
  /** What is known of the chain better than its id and its headers tell. */
  chain?: Partial<MarketChain>
  title?: string | undefined
  /** Without it pool, chain and blocks. */
  source?: string | undefined
  licence?: string | undefined
  /** The market's folder; it must not be there. */
  folder: string
}

/** What the chain is, before anything long is asked. */
export function completeFacts(
  { folder, chain = {} }: RecordSettings,
  chainId: number,
  { asset, quote, feePips }: PoolFacts,
): MarketChain {
  const name = chain.name ?? nameChain(chainId)
  // The pool's asset is taken for the chain's coin only where the chain is not known.
  const nativeCoin = findNativeCoin(name) ?? asset.replace(/^W/, '')
  const rule = { blockSec: 12, gasTargetPips: 500_000, baseFeeDenominator: 8 }
  const complete = completeChain(folder, { ...rule, nativeCoin, ...chain, name })
  const venue = { name: '', asset, quote, feePips }
  const gas = {
    kind: 'block' as const,
    file: '',
    stepSec: undefined,
    count: 1,
    columns: { baseFeePerGas: Float64Array.of(1) },
  }
  const refused = checkWhole({ chain: complete, venue }, [gas]).filter(({ name: found }) => {
    return found === 'gas-coin'
  })
  if (refused.length > 0) throw new MarketCheckError(refused)
  return complete
}

export function measureBlockSec(blocks: readonly RecordedBlock[]): number | undefined {
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (first === undefined || last === undefined || last.at === first.at) return undefined
  return Math.round((Number(last.at - first.at) / (blocks.length - 1)) * 1_000) / 1_000
}

export function createParts(
  options: RecordSettings,
  record: { chainId: number; plan: RecordPlan; facts: PoolFacts; chain: MarketChain },
  blocks: readonly RecordedBlock[],
  rows: readonly RecordedPool[],
): ManifestParts {
  const { pool, fromAt, toAt, folder, segmentOffsetSec = 0 } = options
  const { chainId, plan, facts, chain } = record
  const { asset, quote, feePips } = facts
  const parts: ManifestParts = {
    name: nameMarket(folder),
    title:
      options.title ??
      `${asset} on ${chain.name}, ${formatMinute(fromAt)} to ${formatMinute(toAt)} UTC`,
    source:
      options.source ??
      `Uniswap v3 pool ${pool} on chain ${chainId}, blocks ${plan.firstBlock} to ${plan.lastBlock}; headers of the chain`,
    licence: options.licence ?? 'figures of a public chain, recorded by the user',
    chain,
    venue: { name: `Uniswap v3 ${quote}/${asset} ${feePips / 1e4} %`, asset, quote, feePips },
    start: { segmentOffsetSec, startVarianceWad: 0n, startDepthRefUsd6: 0n },
    startMadeOf: `${formatMinute(plan.beginAt)} to ${formatMinute(fromAt)} UTC of the same record`,
    assumptions: ['tips are not in the base fee of the headers'],
  }
  const start = computeStart(parts, fromAt, blocks, rows)
  if (start === undefined) throw createWarmUpError(fromAt, findLatestBegin(options))
  return { ...parts, start }
}

/** The averages over the blocks before a time, as a market has them that saw these blocks. */
function computeStart(
  parts: ManifestParts,
  fromAt: bigint,
  blocks: readonly RecordedBlock[],
  rows: readonly RecordedPool[],
): SourceStart | undefined {
  const first = blocks.findIndex(({ at }) => at >= fromAt)
  // A segment is over when a later block shows it.
  const before = first === -1 ? blocks : blocks.slice(0, first + 1)
  const pool = rows.filter(({ at }) => at <= fromAt)
  const last = computeSegments({ ...parts, blocks: before, pool }).findLast(
    ({ endAt }) => endAt <= fromAt,
  )
  if (last?.varianceWad === undefined) return undefined
  const { segmentOffsetSec } = parts.start
  return {
    segmentOffsetSec,
    startVarianceWad: last.varianceWad,
    startDepthRefUsd6: last.depthRefUsd6,
  }
}
