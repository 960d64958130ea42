import type { Hex } from 'viem'
import { type BoundProposal, listBindingFaults } from '../../backtest/report/checkBinding.ts'
import { findStaleSetting } from '../../backtest/report/findStaleSetting.ts'
import { sayVerdict } from '../../backtest/report/sayVerdict.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { readResultFile } from '../backtest/readResultFile.ts'

/** What is said of a proposal's backtest. */
export interface BacktestCheck {
  backtestHash: Hex | undefined
  /** In one sentence or two. */
  text: string
  /** Why the result that was given is not this proposal's; empty if it is, or none was given. */
  faults: readonly string[]
  /** What the proposal was compared with, if that is not what is in force; it may have been, once. */
  warnings: readonly string[]
}

/**
 * Compares a proposal with the result that it names, if that is given. Nothing is run again.
 *
 * @param readInForce - Reads what is in force, or was before the proposal was executed.
 * @throws UsageError if the file is no result.
 */
export async function checkBacktest(
  file: string | undefined,
  proposal: BoundProposal,
  readInForce: () => Promise<ReadonlyMap<Hex, MarketConfig>>,
): Promise<BacktestCheck> {
  const { backtestHash } = proposal
  if (file === undefined) {
    const text =
      backtestHash === undefined
        ? 'Not backtested: the description names no result.'
        : `Backtest ${backtestHash}: not compared; give its result.json with --backtest.`
    return { backtestHash, text, faults: [], warnings: [] }
  }
  const read = await readResultFile(file)
  const faults = listBindingFaults(read, proposal)
  const { headline } = sayVerdict(read.result)
  const text =
    faults.length > 0
      ? 'The result that was given is not of this proposal:'
      : `Backtest ${read.backtestHash}: the result that was given, of this document and its settings. It says: ${headline}. Whether its figures are right, gimbal backtest verify finds out.`
  const stale = findStaleSetting(read, await readInForce())
  const warnings =
    stale === undefined
      ? []
      : [`${stale} What it says is against other settings than those that voters have.`]
  return { backtestHash, text, faults, warnings }
}
