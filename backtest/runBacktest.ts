import type { Core } from '../core/index.ts'
import type { Steps } from '../market/steps.ts'
import { checkRunSettings } from './checkRunSettings.ts'
import type { Foresight } from './foresight.ts'
import type { RuleRun, StepSink } from './outcome.ts'
import { PolicyMarket } from './policyMarket.ts'
import type { RunRule, RunSettings } from './settings.ts'
import { ChunkMaker } from './simulator/chunk.ts'
import { RunSettingsError } from './simulator/errors.ts'
import { PriceFollower } from './simulator/priceFollower.ts'
import { RuleSimulation } from './simulator/ruleSimulation.ts'

export interface RunOptions {
  /** Steps of the further markets of a basket, in the order of `settings.others`. */
  otherSteps?: readonly AsyncIterable<Steps>[] | undefined
  /** What rules of the kind `oracle` that follow a version know of the days to come (`readForesight`). */
  foresight?: Foresight | undefined
  /** Gets each step of each rule: within a chunk, one rule after the other. */
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  /** Called after each chunk with the steps so far, and the time of the last, unix seconds. */
  onProgress?: ((progress: { steps: number; at: number }) => void) | undefined
}

/**
 * Runs every rule on a portfolio of its own over a market, chunk by chunk: no more than one chunk is in memory, whatever the market's
 * length. A pure function of settings and steps; where one chunk ends and the next begins changes nothing.
 *
 * @returns what each rule did, in the order of `settings.rules`.
 * @throws RunSettingsError, MarketFigureError, RuleOrderError, LedgerMismatchError; the signal's reason.
 *
 * @example
 * const runs = await runBacktest({ ...settings, core }, readSteps(market))
 */
export async function runBacktest(
  settings: RunSettings & { core: Core },
  steps: AsyncIterable<Steps>,
  { otherSteps = [], foresight, sink, signal, onProgress }: RunOptions = {},
): Promise<RuleRun[]> {
  checkRunSettings(settings)
  const { market, others, fill, rules } = settings
  const maker = new ChunkMaker(fill, market.manifest.start.startVarianceWad)
  const followers = otherSteps.map((other, index) => {
    return new PriceFollower(others[index]?.manifest.name ?? `asset ${index + 2}`, other)
  })
  const simulations = rules.map((rule) => createSimulation(settings, rule, foresight))
  let stepCount = 0
  try {
    for await (const read of steps) {
      signal?.throwIfAborted()
      if (read.count === 0) continue
      const prices: Float64Array[] = []
      for (const follower of followers) prices.push(await follower.follow(read))
      const chunk = maker.make(read, prices)
      for (const simulation of simulations) simulation.advance(chunk, sink)
      await sink?.flush()
      stepCount += read.count
      onProgress?.({ steps: stepCount, at: read.at[read.count - 1] as number })
    }
  } finally {
    for (const follower of followers) await follower.close()
  }
  return simulations.map((simulation) => simulation.finish())
}

function createSimulation(
  { core, market, others, portfolio, fill, push }: RunSettings & { core: Core },
  { rule, version }: RunRule,
  foresight: Foresight | undefined,
): RuleSimulation {
  const latencySec = fill.latencyBlocks * market.manifest.chain.blockSec
  const isOracle = rule.kind === 'oracle'
  if (isOracle && version !== undefined && foresight === undefined) {
    throw new RunSettingsError('foresight', 'missing', `rule ${rule.id} has to know what comes`)
  }
  const own = isOracle ? foresight : undefined
  return new RuleSimulation({
    rule,
    portfolio,
    fill,
    latencySec,
    assetCount: 1 + others.length,
    policyMarket: version && new PolicyMarket({ core, version, latencySec, push, foresight: own }),
    epochSec: version === undefined ? 0 : Number(version.policy.epochSec),
  })
}
