import { defaultNavUsd6 } from '../../../backtest/defaultPolicy.ts'
import { observationFields } from '../../../core/fields.ts'
import type { OpenedMarket } from '../../shipped/openShippedMarket.ts'
import { type History, HistoryBuilder } from './history.ts'

/**
 * The observations of a recorded market, as the index would have made them, for the usual portfolio of a backtest: $10,000,000 that
 * tells neither curvature nor horizon.
 *
 * @throws what reading a market throws.
 */
export async function readRecordedHistory({ market, reader }: OpenedMarket): Promise<History> {
  const builder = new HistoryBuilder()
  const own = { navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n }
  for await (const { observations } of reader.readSteps(market)) {
    for (const { at, observation } of observations) {
      const whole = { ...observation, ...own }
      builder.add(
        at,
        observationFields.map((field) => whole[field]),
      )
    }
  }
  return builder.finish()
}
