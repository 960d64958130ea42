import type { Hex } from 'viem'
import { bindResult } from '../../backtest/report/bindResult.ts'
import type { Document, MarketConfig } from '../../governance/index.ts'
import { readResultFile } from '../backtest/readResultFile.ts'
import { UsageError } from '../program/errors.ts'
import { typeCommand } from '../program/typedCommand.ts'

/** What a description says of a backtest, and what the proposer is told. */
export interface BoundBacktest {
  backtestHash: Hex | undefined
  notes: string[]
}

/**
 * Reads the result that a proposal is to name.
 *
 * @param file - Of `--backtest`; without it the proposal names none, which is allowed.
 * @throws UsageError if the file is no result, or one of another document.
 */
export async function bindBacktest(
  file: string | undefined,
  document: Document,
  markets: ReadonlyMap<Hex, MarketConfig>,
): Promise<BoundBacktest> {
  if (file === undefined) {
    const command = typeCommand('backtest', 'DRAFT', '--out', 'DIR')
    const advice = `${command}, then --backtest DIR/result.json`
    return { backtestHash: undefined, notes: [`Not backtested (${advice})`] }
  }
  const read = await readResultFile(file)
  const { backtestHash, headline, faults, stale } = bindResult(read, document, markets)
  if (faults.length > 0) {
    throw new UsageError([
      ...faults.map((fault) => `${file}: ${fault}`),
      'run `gimbal backtest` on this draft again, with --in-force network',
    ])
  }
  return {
    backtestHash,
    notes: [
      `Backtest ${backtestHash}: ${headline}`,
      ...(stale === undefined ? [] : [`!! ${stale} Run it with --in-force network.`]),
    ],
  }
}
