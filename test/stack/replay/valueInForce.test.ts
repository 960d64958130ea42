import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import { defaultNavUsd6, defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { PolicyMarket } from '../../../backtest/policyMarket.ts'
import { loadCore, type Parameters } from '../../../core/index.ts'
import { toBigints } from '../../../governance/index.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { TimedMarketObservation } from '../../../market/steps.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { Actor } from '../../integration/support/actor.ts'
import { type DemoStack, startDemoStack } from '../demo/support/startDemoStack.ts'

const patience = 600_000
const LATENCY_SEC = 12
const settings = { deadBandPips: 20_000n, heartbeatSec: 600n }

let demo: DemoStack
let actor: Actor
let observations: TimedMarketObservation[]

beforeAll(async () => {
  observations = []
  for await (const steps of diskReader.readSteps(await openMarket('ethereum-2022-05-12'))) {
    observations.push(...steps.observations)
  }
  const [first] = observations
  if (first === undefined) throw new TypeError('no observation')
  demo = await startDemoStack({ index: false, genesisAt: BigInt(first.at) - 600n })
  actor = new Actor(demo.client, demo.stack.addresses)
}, patience)

afterAll(() => demo?.stop())

/** What the contract answers at its latest block. */
async function readContract(): Promise<Parameters> {
  const [values] = await demo.client.readContract({
    address: demo.stack.addresses.governance.riskParameters,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [LOCAL_MARKET_ID],
  })
  return toBigints(values) as Parameters
}

/** Signs and pushes the observation of the latest block in a block `LATENCY_SEC` later. */
async function push({ observation }: TimedMarketObservation): Promise<void> {
  const { number, hash, timestamp } = await demo.client.getBlock()
  await actor.pass(LATENCY_SEC)
  await actor.push({
    marketId: LOCAL_MARKET_ID,
    config: await actor.readConfig(),
    observedAt: timestamp,
    blockNumber: number,
    blockHash: hash,
    observation: { ...observation, navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n },
  })
}

describe('the value in force', { timeout: patience }, () => {
  test('P-91 over the shipped market the contract and the backtester have the same value in force, push by push', async () => {
    const { venue, vault } = demo.stack.addresses
    const { bounds, fallbackVector, freshness } = createLocalMarket(venue, vault)
    const version = {
      policy: defaultPolicy,
      bounds,
      fallback: fallbackVector,
      maxAgeSec: freshness.maxAgeSec,
    }
    const core = await loadCore()
    const market = new PolicyMarket({ core, version, latencySec: LATENCY_SEC, push: settings })
    const seen = new Set<string>()
    for (const observation of observations) {
      const landed = market.pushes
      market.observe(observation, Number(defaultNavUsd6), 0, 0)
      const values = market.readAt(observation.at + LATENCY_SEC)
      await actor.mineAt(BigInt(observation.at))
      if (market.pushes > landed) await push(observation)
      else await actor.mineAt(BigInt(observation.at + LATENCY_SEC))
      expect(await readContract()).toEqual(values)
      seen.add(Object.values(values).join())
    }
    // Steps, budgets and a shock: many values, and most of them pushed.
    expect(market.pushes).toBeGreaterThan(80)
    expect(seen.size).toBeGreaterThan(60)
  })
})
