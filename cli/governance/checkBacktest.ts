import type { Hex } from 'viem'
import type { BoundProposal } from '../../backtest/report/checkBinding.ts'
import { checkResult, type ResultCheck } from '../../backtest/report/checkResult.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { readResultFile } from '../backtest/readResultFile.ts'

/** What is said of a proposal's backtest. */
export interface BacktestCheck extends ResultCheck {
  backtestHash: Hex | undefined
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
  return { backtestHash, ...checkResult(read, proposal, await readInForce()) }
}
