/**
 * Measures the time from an epoch's first block to the push sent, and to the value readable on chain: three replicas, two of
 * whom have to sign, each in a process of its own that asks for the latest block every 50 ms, on anvil and graph-node.
 * A block comes as soon as a push is waiting for it. Then shocks within an epoch: how many blocks come from the one that
 * shows it, when the index has it, to the tightened value.
 */
import { ReplicaStack } from '../test/reliability/support/replicaStack.ts'
import type { Bench, Figure } from './figure.ts'
import { measureLatencies } from './support/latencyRun.ts'

const EPOCHS = 200
const SHOCKS = 10
/** What is promised, once the index has the block, and from the block on. */
const AIM_AFTER_INDEX_MS = 200
const AIM_READABLE_MS = 800
const AIM_BLOCKS = 2

const measureLatency: Bench = async () => {
  const stack = await ReplicaStack.start()
  try {
    const { latencies, shocks } = await measureLatencies(stack, EPOCHS, SHOCKS)
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
        AIM_READABLE_MS,
      ),
      ...describe(
        'index',
        latencies.map(({ indexedMs }) => indexedMs),
      ),
      ...describe(
        'sent-after-index',
        latencies.map(({ sentMs, indexedMs }) => sentMs - indexedMs),
      ),
      ...describe(
        'readable-after-index',
        latencies.map(({ readableMs, indexedMs }) => readableMs - indexedMs),
        AIM_AFTER_INDEX_MS,
      ),
      ...describe(
        'shock-readable-after-index',
        shocks.map(({ elapsedMs }) => elapsedMs),
      ),
      {
        name: 'blocks-to-tighten',
        value: Math.max(...shocks.map(({ blocks }) => blocks)),
        unit: 'blocks',
        aim: AIM_BLOCKS,
        better: 'lower',
      },
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
