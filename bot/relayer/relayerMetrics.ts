import { createLoopMetrics, openRegistry } from '../health/loopMetrics.ts'
import type { RelayTask } from './relayDraft.ts'
import { relayerConditionNames } from './relayerConditions.ts'

const tasks: readonly RelayTask[] = ['approve', 'deliver', 'post', 'execute', 'send']

/** What a relayer counts, in Prometheus's terms: see `createLoopMetrics`. */
export function createRelayerMetrics(chains: readonly string[]) {
  const made = openRegistry()
  const { registry, gauge, counter } = made
  const metrics = {
    registry,
    ...createLoopMetrics(made, relayerConditionNames),
    chainHead: gauge('chain_head_block', 'Latest block of a chain', ['chain']),
    chainBalanceWei: gauge('chain_balance_wei', 'Balance of the account on a chain', ['chain']),
    underWay: gauge('messages_under_way', 'Messages to a chain that it has not taken', ['chain']),
    done: counter('relays_total', 'Transactions that are over, by chain, task and outcome', [
      'chain',
      'task',
      'outcome',
    ]),
    refused: counter('messages_refused_total', 'Messages that a receiver would not take', [
      'chain',
      'refusal',
    ]),
  }
  for (const chain of chains) {
    metrics.underWay.set({ chain }, 0)
    for (const task of tasks) {
      for (const outcome of ['taken', 'reverted', 'replaced']) {
        metrics.done.inc({ chain, task, outcome }, 0)
      }
    }
  }
  return metrics
}

export type RelayerMetrics = ReturnType<typeof createRelayerMetrics>
