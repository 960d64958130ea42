import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { decisionReasons } from '../decide.ts'
import { conditionNames } from './conditions.ts'

interface MetricsOptions {
  /** The markets' names. */
  markets?: readonly string[]
  /** The peers' URLs; metrics show their origins only. */
  peers?: readonly string[]
}

/**
 * What a replica counts, in Prometheus's terms. A registry of its own: several replicas fit into one process. Every
 * series is there from the start, at 0: `increase()` sees no first event in a series that begins with it.
 */
export function createMetrics({ markets = [], peers = [] }: MetricsOptions = {}) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `gimbal_${name}`, help, labelNames, registers })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `gimbal_${name}`, help, labelNames, registers })
  const metrics = {
    registry,
    headBlock: gauge('head_block', 'Latest block that the endpoints in use have'),
    headAt: gauge('head_timestamp_seconds', 'Time of that block, unix seconds'),
    witnesses: gauge('head_witnesses', 'Endpoints that confirm the latest block'),
    indexLagBlocks: gauge('index_lag_blocks', 'Blocks that the index is behind the chain'),
    indexLagSec: gauge('index_lag_seconds', 'How much older the newest block of the index is'),
    observationAgeSec: gauge(
      'observation_age_seconds',
      'Age of the latest observation, by the chain',
      ['market'],
    ),
    valueAgeSec: gauge('value_age_seconds', 'Age of the evidence of the value in force', [
      'market',
    ]),
    deviationPips: gauge(
      'deviation_pips',
      'How far a push would move a field, 1e6 = 100 % of the value in force',
      ['market', 'field'],
    ),
    decisions: counter('decisions_total', 'Decisions, once per block and observation', [
      'market',
      'type',
      'reason',
    ]),
    sent: counter('transactions_sent_total', 'Transactions sent, by way', ['way']),
    pushes: counter('pushes_total', 'Pushes that are over, by outcome', ['outcome']),
    feeWei: counter('fee_wei_total', 'Cost of pushes, wei'),
    quorumSignatures: gauge('quorum_signatures', 'Signatures of the last round', ['market']),
    quorums: counter('quorums_total', 'Rounds of signatures, by result', ['market', 'result']),
    refusals: counter('peer_refusals_total', 'Peers that did not sign', ['peer', 'kind']),
    signatures: counter('signatures_given_total', 'Answers to peers that asked for a signature', [
      'answer',
    ]),
    balanceWei: gauge('balance_wei', 'Balance of the account that pays for pushes'),
    steps: counter('steps_total', 'Turns of the loop, by result', ['result']),
    stepSec: new Histogram({
      name: 'gimbal_step_seconds',
      help: 'How long a turn of the loop takes',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    condition: gauge('condition', '1: the condition is wrong (docs/runbook.md)', ['name']),
    alarm: gauge('alarm', '1: the condition has been wrong for longer than alarms.after', ['name']),
  }
  for (const outcome of ['taken', 'reverted', 'replaced']) metrics.pushes.inc({ outcome }, 0)
  for (const way of ['first', 'replacement', 'again']) metrics.sent.inc({ way }, 0)
  for (const answer of ['signed', 'differs', 'unknown']) metrics.signatures.inc({ answer }, 0)
  for (const result of ['done', 'failed']) metrics.steps.inc({ result }, 0)
  for (const name of conditionNames) {
    metrics.condition.set({ name }, 0)
    metrics.alarm.set({ name }, 0)
  }
  for (const peer of peers) {
    for (const kind of ['no-answer', 'differs']) {
      metrics.refusals.inc({ peer: new URL(peer).origin, kind }, 0)
    }
  }
  for (const market of markets) {
    for (const result of ['reached', 'missed']) metrics.quorums.inc({ market, result }, 0)
    for (const [type, reasons] of Object.entries(decisionReasons)) {
      for (const reason of reasons) metrics.decisions.inc({ market, type, reason }, 0)
    }
  }
  return metrics
}

export type Metrics = ReturnType<typeof createMetrics>
