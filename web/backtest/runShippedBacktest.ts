import { openSteps } from '../../backtest/openSteps.ts'
import { backtest } from '../../backtest/orchestrate/backtest.ts'
import { type BacktestSubject, createInputs } from '../../backtest/orchestrate/createInputs.ts'
import { createTrialRecord, type TrialRecord } from '../../backtest/orchestrate/listTrials.ts'
import { formatResult } from '../../backtest/report/hashResult.ts'
import type { BacktestResult } from '../../backtest/result.ts'
import { loadCore, loadStrategies } from '../../core/index.ts'
import { cutSteps } from '../../market/cutSteps.ts'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import { type FetchFile, openShippedMarket } from '../shipped/openShippedMarket.ts'
import { MixedSiteError } from './errors.ts'

/** Steps between two reports of progress. Where one chunk ends and the next begins changes nothing of a result. */
const ROWS_PER_REPORT = 200

/** What to run: everything else is as `gimbal backtest DRAFT --market NAME` has it. */
export interface BacktestRequest {
  market: Pick<ShippedMarket, 'name' | 'manifestHash'>
  subject: BacktestSubject
}

/** What a run needs of where it runs. */
export interface BacktestHost {
  fetchFile: FetchFile
  /** Of this build. */
  backtester: BacktestResult['backtester']
  /** Writes the trials down before they are made, and counts all of them. */
  countTrials(record: TrialRecord): Promise<number>
  /** How far it is, 0 to 1. */
  onProgress(share: number): void
}

/**
 * Runs a backtest on a market that comes with the site.
 *
 * @returns the bytes of `result.json`: the same as `gimbal backtest` writes for the same inputs and as many trials.
 * @throws MixedSiteError, what `openShippedMarket` and `backtest` throw.
 */
export async function runShippedBacktest(
  { market: shipped, subject }: BacktestRequest,
  { fetchFile, backtester, countTrials, onProgress }: BacktestHost,
): Promise<string> {
  const [core, strategies] = await Promise.all([loadCore(), loadStrategies()])
  requireSame('Wasm core', core.hash, backtester.coreHash)
  requireSame('module of the strategies', strategies.hash, backtester.strategiesHash)
  const { market, reader } = await openShippedMarket(shipped, fetchFile)
  const asked = createInputs(subject, { markets: [market] })
  // Before the run: one that is broken off was tried, too.
  const trials = await countTrials(createTrialRecord(asked))
  const { result } = await backtest(
    { ...asked, trials },
    {
      core,
      strategies,
      backtester,
      openSteps: (of, range) => cutSteps(openSteps(reader, of, range, strategies), ROWS_PER_REPORT),
    },
    { onProgress },
  )
  return formatResult(result)
}

function requireSame(part: string, got: string, expected: string): void {
  if (got !== expected) throw new MixedSiteError(part, got, expected)
}
