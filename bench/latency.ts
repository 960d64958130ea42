/**
 * Measures the time from the block that closes an epoch to the push sent, and to the value readable on chain: three replicas, two of
 * whom have to sign, each in a process of its own that asks for the latest block every 50 ms, on anvil and graph-node.
 * A block comes as soon as a push is waiting for it.
 */
import { ReplicaStack } from '../test/reliability/support/replicaStack.ts'
import type { Bench, Figure } from './figure.ts'
import { measureLatencies } from './support/latencyRun.ts'

const EPOCHS = 200
const AIM_MS = 1_500

const measureLatency: Bench = async () => {
  const stack = await ReplicaStack.start()
  try {
    const latencies = await measureLatencies(stack, EPOCHS)
    const describe = (name: string, times: number[], aim?: number): Figure[] =>
      ([50, 95] as const).map((percent) => ({
        name: `${name}-p${percent}-ms`,
        value: percentile(times, percent),
        unit: 'ms',
        ...(aim !== undefined && percent === 95 && { aim }),
        better: 'lower',
      }))
    return [
      ...describe(
        'sent',
        latencies.map(({ sentMs }) => sentMs),
      ),
      ...describe(
        'readable',
        latencies.map(({ readableMs }) => readableMs),
      ),
      ...describe(
        'index',
        latencies.map(({ indexedMs }) => indexedMs),
      ),
      ...describe(
        'sent-after-index',
        latencies.map(({ sentMs, indexedMs }) => sentMs - indexedMs),
        AIM_MS,
      ),
      ...describe(
        'readable-after-index',
        latencies.map(({ readableMs, indexedMs }) => readableMs - indexedMs),
        AIM_MS,
      ),
    ]
  } finally {
    await stack.stop()
  }
}

export default measureLatency

/** The least time that so many percent do not exceed, whole milliseconds. */
function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN)
}
