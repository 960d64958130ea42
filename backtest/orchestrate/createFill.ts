import type { Market } from '../../market/manifest.ts'
import type { FillSettings } from '../settings.ts'
import type { BacktestInputs } from './inputs.ts'

/** 2 % a minute, where nothing is measured: the sensitivity table has a fifth and five times of it. */
const DEFAULT_REFILL_PIPS = 20_000

/**
 * How fills happen on a market: fee and chain are the market's, gas, tip, largest impact, delay and price of risk are those that are
 * voted now, for every rule the same.
 */
export function createFill(inputs: BacktestInputs, { manifest }: Market): FillSettings {
  const { policy } = inputs.inForce
  const { blockSec } = manifest.chain
  const usualBlocks = Math.max(1, Math.ceil(Number(policy.executionDelaySec) / blockSec))
  return {
    latencyBlocks: inputs.latencyBlocks ?? usualBlocks,
    isWhatIf: inputs.isWhatIf,
    slippageCapPips: Number(policy.slippageCapPips),
    refillPips: DEFAULT_REFILL_PIPS,
    feePips: manifest.venue.feePips,
    gasUnits: Number(policy.gasUnits),
    priorityFeePerGas: Number(policy.priorityFeePerGas),
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: Number(policy.riskAversionE4),
  }
}

/** The same as a result has it: what has no limit is left out. */
export function formatFill(fill: FillSettings): Readonly<Record<string, unknown>> {
  const known = Object.entries(fill).filter(([, value]) => value !== Number.POSITIVE_INFINITY)
  return Object.fromEntries(known)
}
