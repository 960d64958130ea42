import { setTimeout as sleep } from 'node:timers/promises'
import { describeFailure } from '../../bot/index.ts'
import type { Bounds } from '../../core/index.ts'
import type { Frame, HistoryPoint, PushFrame } from './frame.ts'
import type { KeeperRecord } from './runKeepers.ts'
import type { ChainReading, watchChain } from './watchChain.ts'
import { findReason, type ReplicasRecord, type watchReplicas } from './watchReplicas.ts'

interface ObserveOptions {
  chain: ReturnType<typeof watchChain>
  replicas: ReturnType<typeof watchReplicas>
  prover: ReturnType<typeof watchReplicas>
  /** Of the vaults' keepers, in the vaults' order. */
  keepers: readonly KeeperRecord[]
  /** The run, unix seconds. */
  fromAt: bigint
  toAt: bigint
  epochSec: bigint
  bounds: Pick<Bounds, 'min' | 'max'>
  everyMs: number
  onFrame(frame: Frame): void
  /** Called with the reason when the chain could not be read; reading continues. */
  onMissed(reason: string): void
}

/** What was seen of a day. */
export interface DayRecord {
  frames: readonly HistoryFrame[]
  last: ChainReading
  replicas: ReplicasRecord
  /** The same of the prover. */
  prover: ReplicasRecord
}

/** A look at the vaults and the values. */
interface HistoryFrame extends HistoryPoint, Pick<ChainReading, 'values' | 'vaults' | 'status'> {}

/** Looks at everything again and again, until it is ended. */
export function observeDay(options: ObserveOptions) {
  const { chain, replicas, prover, keepers, fromAt, toAt, epochSec, everyMs, onFrame, onMissed } =
    options
  const frames: HistoryFrame[] = []
  let isEnding = false
  let isCancelled = false

  async function look(): Promise<DayRecord> {
    const [last, record, proverRecord] = await Promise.all([
      chain.read(),
      replicas.read(),
      prover.read(),
    ])
    const { at, baseFeePerGas, values, vaults, status, observation } = last
    const { aggressivenessPips, bandPips } = values
    if (frames.at(-1)?.at !== at) {
      frames.push({ at, baseFeePerGas, aggressivenessPips, bandPips, values, vaults, status })
    }
    const { min, max } = options.bounds
    onFrame({
      fromAt,
      toAt,
      at,
      blockNumber: last.blockNumber,
      baseFeePerGas,
      status,
      epochSec,
      nativePriceUsd6: observation?.nativePriceUsd6 ?? 0n,
      depthUsd6: observation?.depthUsd6,
      values,
      proven: last.proven.status === 'Active' ? last.proven.values : undefined,
      target: last.target,
      min,
      max,
      history: frames,
      lastPush: describePush(last, record),
      pushes: last.pushes.length,
      replicas: record.frames,
      vaults: vaults.map((vault, index) => {
        const {
          name = '',
          rebalances = 0,
          tradeCostUsd6 = 0n,
          gasCostUsd6 = 0n,
        } = keepers[index] ?? {}
        return { ...vault, name, rebalances, tradeCostUsd6, gasCostUsd6 }
      }),
    })
    return { frames, last, replicas: record, prover: proverRecord }
  }

  const running = (async () => {
    while (!isEnding && !isCancelled) {
      await look().catch((error) => isCancelled || onMissed(describeFailure(error)))
      await sleep(everyMs)
    }
    return look()
  })()
  // A caller that awaits the end gets the failure.
  running.catch(() => {})
  return {
    /** One last look, which has to succeed. */
    end(): Promise<DayRecord> {
      isEnding = true
      return running
    },
    /** No more looks: the day has failed, and its chain may be gone. */
    cancel(): void {
      isCancelled = true
    },
  }
}

function describePush({ pushes }: ChainReading, record: ReplicasRecord): PushFrame | undefined {
  const last = pushes.at(-1)
  if (last === undefined) return undefined
  const { at, observedAt, replica, blocksTaken } = last
  const reason = findReason(record, last) ?? ''
  return { at, observedAt, replica, blocksTaken, reason }
}
