import { runBacktest } from '../../backtest/runBacktest.ts'
import type { FillSettings, RunSettings } from '../../backtest/settings.ts'
import type { Core } from '../../core/index.ts'
import type { Market } from '../../market/manifest.ts'
import type { Steps } from '../../market/steps.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { createBandRule } from '../../strategy/rules/band.ts'
import { cpuSeconds } from './cpuSeconds.ts'
import type { LoopResult } from './numpyLoop.ts'

/** Steps that are handed over at once, as by `readSteps`. */
const CHUNK_STEPS = 8_192

/** The figures of simulate.py. */
const fill: FillSettings = {
  latencyBlocks: 1,
  refillPips: 20_000,
  feePips: 500,
  gasUnits: 300_000,
  priorityFeePerGas: 0,
  maxFeePerGas: Number.POSITIVE_INFINITY,
  riskAversionE4: 200_000,
}

/** The simulator over bands: all of them on one path of prices, or each on its own. */
export async function runBands(
  core: Core,
  market: Market,
  bands: readonly number[],
  paths: readonly (readonly Steps[])[],
): Promise<LoopResult> {
  const result = { seconds: 0, navUsd6: 0, riskUsd6: 0, trades: 0, drawdownPips: 0 }
  const rules = bands.map((band) => ({ rule: createBandRule(band * 100) }))
  const portfolio = createConstantMix({ navUsd6: 10e12, weightPips: 500_000 }) as Portfolio
  const before = cpuSeconds()
  for (const [index, path] of paths.entries()) {
    const own = paths.length === 1 ? rules : rules.slice(index, index + 1)
    const settings: RunSettings = { market, others: [], portfolio, rules: own, fill }
    for (const { days, trades, worstDrawdownPips } of await runBacktest(
      { ...settings, core },
      feed(path),
    )) {
      result.navUsd6 += days.at(-1)?.navEndUsd6 ?? 0
      for (const day of days) result.riskUsd6 += day.riskUsd6
      result.trades += trades.length
      result.drawdownPips = Math.max(result.drawdownPips, worstDrawdownPips)
    }
  }
  result.seconds = cpuSeconds() - before
  return result
}

async function* feed(path: readonly Steps[]): AsyncGenerator<Steps> {
  yield* path
}

/** A path of prices as chunks of steps of a minute, with the depth and the gas of simulate.py. */
export function makePath(prices: Float64Array): Steps[] {
  const chunks: Steps[] = []
  for (let from = 0; from < prices.length; from += CHUNK_STEPS) {
    const price = prices.subarray(from, from + CHUNK_STEPS)
    const constant = (value: number): Float64Array => new Float64Array(price.length).fill(value)
    const none = constant(Number.NaN)
    chunks.push({
      count: price.length,
      at: Float64Array.from(price, (_, index) => 1_704_067_200 + 60 * (from + index)),
      priceUsd6: price,
      lowUsd6: price,
      highUsd6: price,
      depthUsd6: constant(100e12),
      baseFeePerGas: constant(30e9),
      gasUsedRatioPips: constant(500_000),
      nativePriceUsd6: constant(2_000e6),
      fundingPips9: constant(0),
      perpPriceUsd6: price,
      perpLowUsd6: price,
      perpHighUsd6: price,
      impliedVarianceWad: none,
      volumeUsd6: none,
      liquidity: none,
      observations: [],
    })
  }
  return chunks
}
