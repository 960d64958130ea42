/**
 * A made-up market of minutes for benchmarks and tests: a pool and a gas price, a random walk from a seed, the same on every
 * machine.
 */

import type { RowCells } from '../../market/files/partitionInput.ts'
import { writeMarket } from '../../market/files/writeMarket.ts'
import type { Market } from '../../market/manifest.ts'

/** A year of 365.25 days. */
export const MINUTES_PER_YEAR = 525_960

export interface YearOptions {
  folder: string
  /** Rows of the pool and of the gas price; a year without it. */
  minutes?: number
  seed?: number
  format?: 'csv' | 'csv.gz' | 'parquet'
}

/** 2024-01-01 00:00 UTC. */
const START_AT = 1_704_067_200
const START_TICK = 199_000
/** Per minute; 70 % a year. */
const TICK_STEP = 10
const LIQUIDITY = 10_000_000_000_000_000_000n

/** Writes the market and opens it. */
export async function makeYear({
  folder,
  minutes = MINUTES_PER_YEAR,
  seed = 1,
  format = 'csv',
}: YearOptions): Promise<Market> {
  const parts = {
    name: 'made-up-minutes',
    title: `Made-up minutes, ${minutes} of them`,
    source: `made of the seed ${seed}`,
    licence: 'MIT',
    chain: {
      name: 'Ethereum',
      nativeCoin: 'ETH',
      blockSec: 12,
      gasTargetPips: 500_000,
      baseFeeDenominator: 8,
    },
    venue: { name: 'a made-up pool', asset: 'WETH', quote: 'USDC', feePips: 500 },
    start: {
      segmentOffsetSec: 0,
      startVarianceWad: 490_000_000_000_000_000n,
      startDepthRefUsd6: 450_000_000_000_000n,
    },
    startMadeOf: 'The figures of the random walk.',
    assumptions: ['Nothing of it was recorded.'],
  }
  const pool = {
    kind: 'pool',
    columns: ['at', 'openTick', 'highestTick', 'lowestTick', 'closeTick', 'liquidity'],
    stepSec: 60,
    rows: makePool(minutes, createRandom(seed)),
  } as const
  const gas = {
    kind: 'gas',
    columns: ['at', 'baseFeePerGas', 'gasUsedRatioPips'],
    stepSec: 60,
    rows: makeGas(minutes, createRandom(seed + 1)),
  } as const
  return writeMarket(folder, parts, [pool, gas], { format })
}

/** Whole numbers from 0 to 2^32 - 1. Source: Marsaglia, Xorshift RNGs (2003). */
function createRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}

function* makePool(minutes: number, random: () => number): Generator<RowCells> {
  let tick = START_TICK
  let liquidity = LIQUIDITY
  for (let minute = 1; minute <= minutes; minute++) {
    const openTick = tick
    // The sum of three even numbers is near enough to a normal one; a drift holds the price in place.
    const step = (random() % 21) + (random() % 21) + (random() % 21) - 30
    tick += Math.trunc((step * TICK_STEP) / 10) + (tick > START_TICK ? -(minute & 1) : minute & 1)
    const highest = Math.max(openTick, tick) + (random() % 4)
    const lowest = Math.min(openTick, tick) - (random() % 4)
    if (random() % 16 === 0) liquidity = (LIQUIDITY * BigInt(500 + (random() % 1_000))) / 1_000n
    yield [START_AT + 60 * minute, openTick, highest, lowest, tick, liquidity]
  }
}

function* makeGas(minutes: number, random: () => number): Generator<RowCells> {
  let fee = 20_000_000_000
  for (let minute = 1; minute <= minutes; minute++) {
    const ratio = random() % 1_000_001
    const change = Math.round((fee * (ratio - 500_000)) / 4_000_000)
    fee = Math.min(2_000_000_000_000, Math.max(1_000_000_000, fee + change))
    yield [START_AT + 60 * minute, fee, ratio]
  }
}
