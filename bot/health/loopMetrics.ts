import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** A registry of its own, and makers of metrics in it: several processes' worth of metrics fit into one process. */
export function openRegistry() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    gauge: <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
      new Gauge({ name: `gimbal_${name}`, help, labelNames, registers }),
    counter: <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
      new Counter({ name: `gimbal_${name}`, help, labelNames, registers }),
  }
}

/**
 * What every loop counts that reads the chain, sends from one account, and has conditions. Every series is there from
 * the start, at 0: `increase()` sees no first event in a series that begins with it.
 */
export function createLoopMetrics(
  { registry, gauge, counter }: ReturnType<typeof openRegistry>,
  conditionNames: readonly string[],
) {
  const metrics = {
    headBlock: gauge('head_block', 'Latest block that the endpoints in use have'),
    headAt: gauge('head_timestamp_seconds', 'Time of that block, unix seconds'),
    witnesses: gauge('head_witnesses', 'Endpoints that confirm the latest block'),
    sent: counter('transactions_sent_total', 'Transactions sent, by way', ['way']),
    feeWei: counter('fee_wei_total', 'Cost of transactions, wei'),
    balanceWei: gauge('balance_wei', 'Balance of the account that pays'),
    steps: counter('steps_total', 'Turns of the loop, by result', ['result']),
    stepSec: new Histogram({
      name: 'gimbal_step_seconds',
      help: 'How long a turn of the loop takes',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    condition: gauge('condition', '1: the condition is wrong (docs/runbook.md)', ['name']),
    alarm: gauge('alarm', '1: the condition has been wrong for longer than alarms.after', ['name']),
  }
  for (const way of ['first', 'replacement', 'again']) metrics.sent.inc({ way }, 0)
  for (const result of ['done', 'failed']) metrics.steps.inc({ result }, 0)
  for (const name of conditionNames) {
    metrics.condition.set({ name }, 0)
    metrics.alarm.set({ name }, 0)
  }
  return metrics
}

export type LoopMetrics = ReturnType<typeof createLoopMetrics>
