import type { Manifest, Market } from '../../market/manifest.ts'
import { tradesPerp } from '../portfolios/document.ts'
import { type PortfolioDocument, usualPerp } from '../portfolios/schema.ts'
import type { FillSettings, PerpFill } from '../settings.ts'
import type { BacktestInputs } from './inputs.ts'

/**
 * 2 % a minute, assumed; the sensitivity table has a fifth and five times of it. It is not fitted to the market: where swaps are recorded one
 * by one, half of what a large one moved is back a block later and the rest stays; minutes hide that, and after them the price only
 * goes on (docs/backtest.md). A rate made of either would be no rate of this hole, and 2 % is the slower one: trades cost rather too much.
 */
const DEFAULT_REFILL_PIPS = 20_000

/**
 * How a portfolio's orders fill on a market: fee and chain are the market's, what the perpetual costs is the portfolio's, where it trades
 * one; gas, tip, largest impact, delay and price of risk are those that are voted now, for every rule the same.
 */
export function createFill(
  inputs: Pick<BacktestInputs, 'inForce' | 'latencyBlocks' | 'isWhatIf'>,
  { manifest }: Market,
  document: PortfolioDocument,
): FillSettings {
  const { policy } = inputs.inForce
  const { blockSec } = manifest.chain
  const usualBlocks = Math.max(1, Math.ceil(Number(policy.executionDelaySec) / blockSec))
  return {
    latencyBlocks: inputs.latencyBlocks ?? usualBlocks,
    isWhatIf: inputs.isWhatIf,
    slippageCapPips: Number(policy.slippageCapPips),
    perp: createPerpFill(document),
    refillPips: DEFAULT_REFILL_PIPS,
    feePips: manifest.venue.feePips,
    gasUnits: takesGas(manifest) ? Number(policy.gasUnits) : 0,
    priorityFeePerGas: Number(policy.priorityFeePerGas),
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: Number(policy.riskAversionE4),
  }
}

/** An exchange takes neither base fee nor tip: its base fee is assumed to be 0, and no other is recorded. */
function takesGas({ chain, partitions }: Manifest): boolean {
  return (
    chain.baseFeePerGas !== 0 || partitions.some(({ kind }) => kind === 'block' || kind === 'gas')
  )
}

function createPerpFill(document: PortfolioDocument): PerpFill | undefined {
  if (!tradesPerp(document)) return undefined
  const { fee, halfSpread, depth } = document.perp ?? usualPerp
  const isPair = document.kind === 'carry'
  return { feePips: fee, halfSpreadPips: halfSpread, depthUsd6: depth, isPair }
}

/** The same as a result has it: what has no limit is left out. */
export function formatFill(fill: FillSettings): Readonly<Record<string, unknown>> {
  const known = Object.entries(fill).filter(([, value]) => value !== Number.POSITIVE_INFINITY)
  return Object.fromEntries(known)
}
