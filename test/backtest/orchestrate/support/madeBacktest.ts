import type { BacktestEngine, BacktestInputs } from '../../../../backtest/orchestrate/inputs.ts'
import { usualPortfolio } from '../../../../backtest/portfolios/document.ts'
import { createRandom } from '../../../../backtest/statistics/createRandom.ts'
import { DRAWS } from '../../../../backtest/statistics/drawIntervals.ts'
import { exampleConfig } from '../../../../cli/backtest/exampleMarket.ts'
import { loadCore, loadStrategies } from '../../../../core/index.ts'
import { applySettings, readSettings } from '../../../../governance/index.ts'
import type { Market } from '../../../../market/manifest.ts'
import type { TimedMarketObservation } from '../../../../market/steps.ts'
import { defaultMarket } from '../../support/defaultRun.ts'
import { cut, makeSteps, START_AT } from '../../support/makeSteps.ts'

const HOUR_SEC = 3_600
const hash = (digit: string) => `0x${digit.repeat(64)}` as const

/** Hours of a made market: a walk of 0.8 % an hour, gas that spikes, depth that falls now and then. */
function makeHours(days: number, seed = 1n) {
  const random = createRandom(seed)
  const count = days * 24
  const prices: number[] = []
  const gas: number[] = []
  const depth: number[] = []
  let price = 2_000e6
  for (let index = 0; index < count; index++) {
    const up = random.nextUnit() < 0.5
    price = Math.round(up ? price * 1.008 : price / 1.008)
    prices.push(price)
    gas.push(index % 311 < 4 ? 400e9 : 20e9 + (index % 24) * 1e9)
    depth.push(index % 503 < 12 ? 40e12 : 150e12)
  }
  const at = prices.map((_, index) => START_AT + index * HOUR_SEC)
  const observations = at.map(
    (time, index): TimedMarketObservation => ({
      at: time,
      observation: {
        baseFeePerGas: BigInt(gas[index] as number),
        gasUsedRatioPips: 500_000n,
        nativePriceUsd6: BigInt(prices[index] as number),
        depthUsd6: BigInt(depth[index] as number),
        depthRefUsd6: 150_000_000_000_000n,
        varianceWad: 560_000_000_000_000_000n,
        dataFeeWei: 0n,
      },
    }),
  )
  return makeSteps({
    at,
    priceUsd6: prices,
    baseFeePerGas: gas,
    depthUsd6: depth,
    nativePriceUsd6: prices,
    observations,
  })
}

/** A made market of some days. */
export function makeMarket(days: number, name = 'made-hours'): Market {
  const { manifest } = defaultMarket
  const lastAt = START_AT + (days * 24 - 1) * HOUR_SEC
  const partition = {
    kind: 'pool' as const,
    file: 'pool.csv',
    sha256: '0'.repeat(64),
    rows: days * 24,
    firstAt: START_AT,
    lastAt,
    columns: [],
    gaps: [],
  }
  return {
    folder: name,
    dataHash: hash('d'),
    manifest: {
      ...manifest,
      name,
      title: `${days} made days`,
      assumptions: ['Prices are a random walk: nothing of it happened.'],
      partitions: [partition],
    },
  }
}

export const engine: BacktestEngine = {
  core: await loadCore(),
  strategies: await loadStrategies(),
  backtester: {
    version: '0.1.0',
    coreHash: hash('a'),
    strategiesHash: hash('b'),
    sourceHash: hash('c'),
  },
  openSteps: ({ manifest }) => cut(makeHours((manifest.partitions[0]?.rows ?? 0) / 24), 500),
}

/** What is in force: the example with figures of these tests' own. */
const inForce = applySettings(
  exampleConfig,
  readSettings('policy: { riskAversion: 100, z: 2.1 }\nfreshness: { maxAge: 30 min }'),
)

/** A proposal that changes two figures of the policy and one of the bounds. */
const proposed = applySettings(
  inForce,
  readSettings(
    'policy: { riskAversion: 20, z: 3 }\nbounds: { max: { band: 20 % } }\nfreshness: { maxAge: 2 h }',
  ),
)

export function createInputs(changes: Partial<BacktestInputs> = {}): BacktestInputs {
  return {
    title: 'Fear less <b>risk</b>',
    documentHash: hash('e'),
    governed: 'weth-usd',
    isAddition: false,
    inForce,
    proposed,
    markets: [makeMarket(70)],
    portfolios: [usualPortfolio],
    against: ['hold', 'band-2.5', 'clock-1d'],
    seed: 7n,
    latencyBlocks: undefined,
    isWhatIf: false,
    range: {},
    draws: DRAWS,
    trials: 12,
    ...changes,
  }
}
