import { actionNames } from '../../client/vaults/decodeActed.ts'
import { createLoopMetrics, openRegistry } from '../health/loopMetrics.ts'
import { createPriceMetrics } from '../prices/priceMetrics.ts'
import { keeperConditionNames } from './keeperConditions.ts'

/** Why an action is not sent although it is due. */
const holdings = ['refused', 'above-limit', 'fee-above-budget', 'daily-budget', 'balance-short']

/** What a keeper counts, in Prometheus's terms: see `createLoopMetrics`. */
export function createKeeperMetrics(vaults: readonly string[], prices: readonly string[] = []) {
  const made = openRegistry()
  const { registry, gauge, counter } = made
  const metrics = {
    registry,
    ...createLoopMetrics(made, keeperConditionNames),
    prices: createPriceMetrics(made, prices),
    driftPips: gauge('vault_drift_pips', 'Drift of the exposure, 1e6 = 100 % of the value', [
      'vault',
    ]),
    bandPips: gauge('vault_band_pips', 'Band of the exposure, 1e6 = 100 % of the value', ['vault']),
    due: gauge('vault_due', '1: this action is due', ['vault', 'action']),
    cutDueSec: gauge('vault_cut_due_seconds', 'Since when a cut is due; 0: none is', ['vault']),
    elapsedSec: gauge('vault_elapsed_seconds', "Time since the vault's clock was started", [
      'vault',
    ]),
    acts: counter('vault_acts_total', 'Transactions for a vault that are over, by outcome', [
      'vault',
      'outcome',
    ]),
    vaultFeeWei: counter('vault_fee_wei_total', 'Cost of transactions for a vault, wei', ['vault']),
    held: counter('vault_held_total', 'Due actions that were not sent, by reason', [
      'vault',
      'reason',
    ]),
  }
  for (const vault of vaults) {
    metrics.cutDueSec.set({ vault }, 0)
    metrics.vaultFeeWei.inc({ vault }, 0)
    for (const action of actionNames) metrics.due.set({ vault, action }, 0)
    for (const reason of holdings) metrics.held.inc({ vault, reason }, 0)
    for (const outcome of ['taken', 'reverted', 'replaced']) metrics.acts.inc({ vault, outcome }, 0)
  }
  return metrics
}

export type KeeperMetrics = ReturnType<typeof createKeeperMetrics>
