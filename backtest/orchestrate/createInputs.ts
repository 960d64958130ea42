import type { Hex } from 'viem'
import { formatMarket } from '../../governance/index.ts'
import type { Market } from '../../market/manifest.ts'
import { createStandardRules } from '../../strategy/rules/standardRules.ts'
import { usualPortfolio } from '../portfolios/document.ts'
import type { SettingsChange } from '../proposal/listSettingsChanges.ts'
import { DRAWS } from '../statistics/drawIntervals.ts'
import type { BacktestInputs } from './inputs.ts'

/** The shipped market of a default run. */
export const DEFAULT_MARKET = 'ethereum-2022-05-12'

const DEFAULT_SEED = 1n

/** What is run: a change of a market's settings, and of which document it is. */
export interface BacktestSubject extends SettingsChange {
  title: string
  /** Undefined for bare settings. */
  documentHash: Hex | undefined
}

/** How it is run; what is left out is as usual. */
export interface BacktestChoices {
  markets: BacktestInputs['markets']
  /** Usual: $10,000,000, half of it at risk. */
  portfolios?: BacktestInputs['portfolios'] | undefined
  /** Ids of plain rules. Usual: all of them. */
  against?: readonly string[] | undefined
  /** Usual: 1. */
  seed?: bigint | undefined
  latencyBlocks?: number | undefined
  isWhatIf?: boolean | undefined
  range?: BacktestInputs['range'] | undefined
}

/**
 * The inputs of a backtest, wherever it is asked for: a command line and a page that are given the same run the same. Its trials
 * are not counted yet.
 */
export function createInputs(
  { title, documentHash, market, isAddition, inForce, proposed }: BacktestSubject,
  choices: BacktestChoices,
): Omit<BacktestInputs, 'trials'> {
  const { markets, portfolios = [usualPortfolio], against = listRuleIds(markets) } = choices
  const { seed = DEFAULT_SEED, latencyBlocks, isWhatIf = false, range } = choices
  return {
    title,
    documentHash,
    governed: formatMarket(market),
    isAddition,
    inForce,
    proposed,
    markets,
    portfolios,
    against,
    seed,
    latencyBlocks,
    isWhatIf,
    range: { from: range?.from, to: range?.to },
    draws: DRAWS,
  }
}

/** All plain rules that the markets have the figures for. */
function listRuleIds(markets: readonly Market[]): string[] {
  const isImpliedVarianceRecorded = markets.every(({ manifest }) =>
    manifest.partitions.some(({ kind }) => kind === 'volatility' || kind === 'option'),
  )
  const settings = { feePips: 1, riskAversionE4: 1 }
  return createStandardRules(settings, { isImpliedVarianceRecorded }).map(({ id }) => id)
}
