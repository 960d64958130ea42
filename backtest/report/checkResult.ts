import type { Hex } from 'viem'
import type { MarketConfig } from '../../governance/index.ts'
import { type BoundProposal, listBindingFaults } from './checkBinding.ts'
import { findStaleSetting } from './findStaleSetting.ts'
import type { ReadResult } from './readResult.ts'
import { sayVerdict } from './sayVerdict.ts'

/** What is said of the result that somebody gives for a proposal. */
export interface ResultCheck {
  /** In one sentence or two. */
  text: string
  /** Why the result is not this proposal's; empty if it is. */
  faults: readonly string[]
  /** What the proposal was compared with, if that is not what is in force; it may have been, once. */
  warnings: readonly string[]
}

/**
 * Compares a proposal with a result. Nothing is run again.
 *
 * @param markets - What is in force, or was before the proposal was executed.
 */
export function checkResult(
  read: ReadResult,
  proposal: BoundProposal,
  markets: ReadonlyMap<Hex, MarketConfig>,
): ResultCheck {
  const faults = listBindingFaults(read, proposal)
  const { headline } = sayVerdict(read.result)
  const text =
    faults.length > 0
      ? 'The result that was given is not of this proposal:'
      : `Backtest ${read.backtestHash}: the result that was given, of this document and its settings. It says: ${headline}. Whether its figures are right, gimbal backtest verify finds out.`
  const stale = findStaleSetting(read, markets)
  const warnings =
    stale === undefined
      ? []
      : [`${stale} What it says is against other settings than those that voters have.`]
  return { text, faults, warnings }
}
