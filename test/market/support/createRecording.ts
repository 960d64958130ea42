import type { RecordedBlock, RecordedPool, Recording } from '../../../market/recording.ts'

/** 2022-05-12 00:00 UTC. */
export const MARKET_DAY_AT = 1_652_313_600n

export function createBlock(change: Partial<RecordedBlock> = {}): RecordedBlock {
  return {
    at: MARKET_DAY_AT,
    baseFeePerGas: 50_000_000_000n,
    gasUsedRatioPips: 500_000n,
    ...change,
  }
}

export function createPoolRow(change: Partial<RecordedPool> = {}): RecordedPool {
  const tick = change.closeTick ?? 200_311n
  return {
    at: MARKET_DAY_AT,
    openTick: tick,
    highestTick: tick,
    lowestTick: tick,
    closeTick: tick,
    liquidity: 7_800_000_000_000_000_000n,
    inAmount0: 0n,
    inAmount1: 0n,
    ...change,
  }
}

interface Changes {
  block?: (minute: number) => Partial<RecordedBlock>
  pool?: (minute: number) => Partial<RecordedPool>
  recording?: Partial<Recording>
}

/** Calm minutes from midnight on, five blocks and a row of the pool each; changes make some of them different. */
export function createRecording(minutes: number, changes: Changes = {}): Recording {
  const at = (minute: number) => MARKET_DAY_AT + BigInt(minute) * 60n
  const each = Array.from({ length: minutes }, (_, minute) => minute)
  return {
    name: 'made-up',
    title: 'Made-up minutes',
    source: 'nobody',
    chain: {
      name: 'Ethereum',
      nativeCoin: 'ETH',
      blockSec: 12,
      gasTargetPips: 500_000,
      baseFeeDenominator: 8,
    },
    venue: { name: 'Uniswap v3', asset: 'WETH', quote: 'USDC', feePips: 3_000 },
    start: {
      segmentOffsetSec: 0,
      startVarianceWad: 640_000_000_000_000_000n,
      startDepthRefUsd6: 350_000_000_000_000n,
    },
    startMadeOf: 'nothing',
    assumptions: [],
    blocks: each.flatMap((minute) =>
      [0n, 12n, 24n, 36n, 48n].map((second) =>
        createBlock({ at: at(minute) + second, ...changes.block?.(minute) }),
      ),
    ),
    pool: each.map((minute) => createPoolRow({ at: at(minute), ...changes.pool?.(minute) })),
    ...changes.recording,
  }
}
