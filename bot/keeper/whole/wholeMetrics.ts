import { createLoopMetrics, openRegistry } from '../../health/loopMetrics.ts'
import { wholeConditionNames } from './wholeConditions.ts'
import { wholeActions } from './wholeWords.ts'

/** What a keeper of the whole counts, in Prometheus's terms: see `createLoopMetrics`. */
export function createWholeMetrics(chains: readonly string[]) {
  const made = openRegistry()
  const { registry, gauge, counter } = made
  const metrics = {
    registry,
    ...createLoopMetrics(made, wholeConditionNames),
    driftPips: gauge('whole_drift_pips', 'Drift of the whole, 1e6 = 100 % of the value'),
    bandPips: gauge('whole_band_pips', 'Band of the whole, 1e6 = 100 % of the value'),
    navUsd: gauge('whole_nav_dollars', 'Net value that counts, by chain', ['chain']),
    exposureUsd: gauge('whole_exposure_dollars', 'Risky value that counts, by chain', ['chain']),
    ageSec: gauge('whole_age_seconds', 'Age of what home knows of a chain', ['chain']),
    leftOut: gauge('whole_left_out', '1: the chain gets no order now', ['chain']),
    costPips: gauge('whole_cost_pips', 'Cost of a dollar traded there, 1e6 = 100 %', ['chain']),
    chainBalanceWei: gauge('chain_balance_wei', 'Balance of the account on a chain', ['chain']),
    acts: counter('whole_acts_total', 'Transactions that are over, by chain, action and outcome', [
      'chain',
      'action',
      'outcome',
    ]),
  }
  for (const chain of chains) {
    metrics.leftOut.set({ chain }, 0)
    for (const action of wholeActions) {
      for (const outcome of ['taken', 'reverted', 'replaced']) {
        metrics.acts.inc({ chain, action, outcome }, 0)
      }
    }
  }
  return metrics
}

export type WholeMetrics = ReturnType<typeof createWholeMetrics>
