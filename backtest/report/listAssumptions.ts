import type { BacktestResult } from '../result.ts'
import { listCautions } from './listCautions.ts'
import { sayFill } from './sayFill.ts'

/** What is so in every backtest. */
const always = [
  'Own trades cost their impact, but do not move the recorded market: nobody answers to them.',
  'The market is one that happened. Another one would give other figures, and the next one will be another.',
  'The core, the bounds, steps, budget, cooldown and delays are those of the contract; reporters and keepers never fail here.',
  'A rule pays gas at the price of the block in which it trades; what a push of the value costs is not charged to any rule.',
  'J adds what trading costs to what being away from the target risks; the price of risk is that of the policy in force, for every rule.',
] as const

/** What is left out and taken for granted in a result, in whole sentences; what is peculiar to it comes first. */
export function listAssumptions(result: BacktestResult): string[] {
  return [...listCautions(result), ...sayFill(result), ...always]
}

/** The same of one of its markets. */
export function listMarketAssumptions({
  assumptions,
  gaps,
}: BacktestResult['markets'][number]): string[] {
  const words = `The record has ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}; none is filled.`
  return [...assumptions, ...(gaps > 0 ? [words] : [])]
}
