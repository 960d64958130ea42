import { findStart } from '../../backtest/findStart.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import type { Recording } from '../../market/recording.ts'
import type { SourceStart } from '../../market/sourceStart.ts'
import { findPoolStart } from '../../stack/replay/selectBlocks.ts'
import { UsageError } from '../program/errors.ts'
import { readTime, readTimeOfDay } from '../program/readOptions.ts'

/** A part of a recorded market, and what there is as it begins: the pool, the averages. Times are unix seconds. */
export interface RecordedDay {
  recording: Recording
  from: bigint
  /** Not included. */
  to: bigint
  pool: { tick: bigint; liquidity: bigint }
  start: SourceStart
}

/** Midnight of the day on which a recording begins, unix seconds. */
export function findDay({ blocks }: Pick<Recording, 'blocks'>): bigint {
  const firstAt = blocks[0]?.at ?? 0n
  return firstAt - (firstAt % 86_400n)
}

/** `HH:MM` of the market's first day, or a date and time; unix seconds. @throws UsageError */
export function readMarketTime(name: string, text: string, dayAt: bigint): bigint {
  return /^\d\d?:\d\d$/.test(text) ? dayAt + readTimeOfDay(name, text) : readTime(name, text)
}

/**
 * A part of a recording. A beginning before the first block is the first block.
 *
 * @param from - Unix seconds; the first block without it.
 * @param to - Not included; after the last block without it.
 * @throws UsageError if there is no block in it.
 */
export function selectDay(
  recording: Recording,
  from: bigint | undefined,
  to: bigint | undefined,
): RecordedDay {
  const { blocks } = recording
  const [firstAt, endAt] = [blocks[0]?.at ?? 0n, (blocks.at(-1)?.at ?? 0n) + 1n]
  const first = blocks.find(({ at }) => at >= (from ?? firstAt))
  const toAt = to === undefined || to > endAt ? endAt : to
  if (first === undefined || first.at >= toAt) {
    throw new UsageError(
      `the market goes from ${formatMinute(firstAt)} to ${formatMinute(endAt)} UTC; give a time in it`,
    )
  }
  const pool = findPoolStart(recording, first.at)
  return { recording, from: first.at, to: toAt, pool, start: findStart(recording, first.at) }
}

/**
 * What a local chain can play.
 *
 * @throws UsageError for a market whose gas is not paid in the pool's asset, or without a pool.
 */
export function requirePlayable({ name, chain, venue, pool }: Recording): void {
  if (pool.length === 0) {
    throw new UsageError(
      `the market ${name} has no pool that a local chain could play; \`gimbal backtest\` takes it`,
    )
  }
  if (chain.nativePriceUsd6 === undefined) return
  throw new UsageError(
    `on ${chain.name} gas is paid in ${chain.nativeCoin}, and a local chain knows it in the pool's ${venue.asset} only: ` +
      `its gas would count as too dear. \`gimbal replay --market ${name}\` and \`gimbal backtest\` take this market`,
  )
}
