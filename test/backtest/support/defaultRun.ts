import type { FillSettings, RunSettings } from '../../../backtest/settings.ts'
import { type Core, loadCore } from '../../../core/index.ts'
import type { Market } from '../../../market/manifest.ts'
import type { Portfolio } from '../../../strategy/portfolio.ts'
import { createConstantMix } from '../../../strategy/portfolios/constantMix.ts'
import { createBandRule } from '../../../strategy/rules/band.ts'

export const core: Core = await loadCore()

/** Mainnet, as far as a run asks: blocks of 12 s. */
export const defaultMarket: Market = {
  folder: 'made-by-hand',
  manifest: {
    format: 'gimbal-market/1',
    name: 'made-by-hand',
    title: 'made by hand',
    source: 'this test',
    licence: 'MIT',
    chain: {
      name: 'ethereum',
      nativeCoin: 'ETH',
      blockSec: 12,
      gasTargetPips: 500_000,
      baseFeeDenominator: 8,
    },
    venue: { name: 'pool', asset: 'ETH', quote: 'USD', feePips: 500 },
    start: { segmentOffsetSec: 11, startVarianceWad: 0n, startDepthRefUsd6: 0n },
    startMadeOf: 'nothing',
    assumptions: [],
    partitions: [],
  },
  dataHash: '0x',
}

/** One block of latency, 2 % refill a minute, 0.05 %, 300,000 gas, gamma 20. */
export const defaultFill: FillSettings = {
  latencyBlocks: 1,
  refillPips: 20_000,
  feePips: 500,
  gasUnits: 300_000,
  priorityFeePerGas: 0,
  maxFeePerGas: Number.POSITIVE_INFINITY,
  riskAversionE4: 200_000,
}

/** $10,000,000, half at risk. */
export const defaultPortfolio = createConstantMix({
  navUsd6: 10e12,
  weightPips: 500_000,
}) as Portfolio

export function createSettings(changes: Partial<RunSettings> = {}): RunSettings & { core: Core } {
  return {
    core,
    market: defaultMarket,
    others: [],
    portfolio: defaultPortfolio,
    rules: [{ rule: createBandRule(2.5) }],
    fill: defaultFill,
    ...changes,
  }
}
