import type { Hex } from 'viem'
import { type BoundProposal, listBindingFaults } from '../../backtest/report/checkBinding.ts'
import { sayVerdict } from '../../backtest/report/sayVerdict.ts'
import { readResultFile } from '../backtest/readResultFile.ts'

/** What is said of a proposal's backtest. */
export interface BacktestCheck {
  backtestHash: Hex | undefined
  /** In one sentence or two. */
  text: string
  /** Why the result that was given is not this proposal's; empty if it is, or none was given. */
  faults: readonly string[]
}

/**
 * Compares a proposal with the result that it names, if that is given. Nothing is run again.
 *
 * @throws UsageError if the file is no result.
 */
export async function checkBacktest(
  file: string | undefined,
  proposal: BoundProposal,
): Promise<BacktestCheck> {
  const { backtestHash } = proposal
  if (file === undefined) {
    const text =
      backtestHash === undefined
        ? 'Not backtested: the description names no result.'
        : `Backtest ${backtestHash}: not compared; give its result.json with --backtest.`
    return { backtestHash, text, faults: [] }
  }
  const read = await readResultFile(file)
  const faults = listBindingFaults(read, proposal)
  const { headline } = sayVerdict(read.result)
  const text =
    faults.length > 0
      ? 'The result that was given is not of this proposal:'
      : `Backtest ${read.backtestHash}: the result that was given, of this document and its settings. It says: ${headline}. Whether its figures are right, gimbal backtest verify finds out.`
  return { backtestHash, text, faults }
}
