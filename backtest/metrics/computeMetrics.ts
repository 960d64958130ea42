import { ledgerParts } from '../../strategy/ledger.ts'
import { NothingToJudgeError } from '../errors.ts'
import type { RuleRun } from '../outcome.ts'
import type { Decimal6, Metrics } from '../result.ts'
import { divideToUnits, formatUnits6, rootToUnits } from './decimal6.ts'
import { computeKindFigures } from './kindFigures.ts'
import { toBpYear } from './toBpYear.ts'
import { sumDays, type Totals, toWhole, YEAR_SEC } from './totals.ts'

/**
 * The metrics of a rule's run (docs/backtest.md). Every figure is one quotient of whole sums, rounded half up to six digits, so
 * that `backtest/sql/metrics.sql` finds the same over any split of the days.
 *
 * @throws NothingToJudgeError if the run has no time, or no net value.
 */
export function computeMetrics(run: RuleRun): Metrics {
  const totals = sumDays(run.days)
  const { navSecondsUsd6, ledger, elapsedSec } = totals
  if (elapsedSec <= 0n) throw new NothingToJudgeError(run.ruleId, 'its run has no time')
  if (navSecondsUsd6 <= 0n)
    throw new NothingToJudgeError(run.ruleId, 'its net value is not above 0')
  const start = toWhole(run.days[0]?.navStartUsd6 ?? 0)
  const end = toWhole(run.days.at(-1)?.navEndUsd6 ?? 0)
  const perYear = (usd6: bigint) => toBpYear(usd6, navSecondsUsd6)
  return {
    costBpYear: perYear(totals.costUsd6),
    feeBpYear: perYear(-ledger.fee),
    impactBpYear: perYear(-ledger.impact),
    gasBpYear: perYear(-ledger.gas),
    riskBpYear: perYear(totals.riskUsd6),
    jBpYear: perYear(totals.costUsd6 + totals.riskUsd6),
    netBpYear: perYear(end - start),
    partsBpYear: Object.fromEntries(ledgerParts.map((part) => [part, perYear(ledger[part])])),
    kindFigures: computeKindFigures(run, totals),
    profitSdBpYear: computeProfitSd(totals),
    ledgerUsd6: Object.fromEntries(ledgerParts.map((part) => [part, ledger[part].toString()])),
    navStartUsd6: start.toString(),
    navEndUsd6: end.toString(),
    trackingErrorPips: formatUnits6(rootToUnits(totals.driftSquarePips2Sec, elapsedSec)),
    turnoverPerYear: formatUnits6(divideToUnits(totals.turnoverUsd6 * YEAR_SEC, navSecondsUsd6)),
    trades: Number(totals.trades),
    worstDrawdownPips: formatUnits6(toWhole(run.worstDrawdownPips) * 1_000_000n),
    outsideBandSec: totals.outsideBandSec.toString(),
    largestImpactPips: formatUnits6(totals.largestImpactPips * 1_000_000n),
    liquidations: run.incidents.liquidations,
    topUps: run.incidents.topUps,
    floorBreaches: run.incidents.floorBreaches,
    worstBreachPips: formatUnits6(toWhole(run.incidents.worstBreachPips) * 1_000_000n),
  }
}

/** Of n daily returns in units of 1e-10, which are 1e-6 bp: the root of n sum r^2 - (sum r)^2 over n (n - 1), times 365.25 days. */
function computeProfitSd({ days, returns, returnSquares }: Totals): Decimal6 {
  if (days < 2) return formatUnits6(0n)
  const n = BigInt(days)
  const variance = n * returnSquares - returns * returns
  return formatUnits6(rootToUnits(variance * 36_525n, 100n * n * (n - 1n) * 1_000_000_000_000n))
}
