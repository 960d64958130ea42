import { setTimeout as sleep } from 'node:timers/promises'
import type { Keeper, KeeperStep } from '../../stack/demo/createKeeper.ts'

/** Gas that a keeper paid for. */
interface KeeperSpending {
  blockNumber: bigint
  gasWei: bigint
}

/** What a keeper has done so far. Costs in wei and in quote's smallest unit, which is a millionth of a dollar here. */
export interface KeeperRecord {
  name: string
  rebalances: number
  tradeCostUsd6: bigint
  /** Each at the price that was known when it came in. */
  gasCostUsd6: bigint
  /** What came into a block, a reverted one too. */
  spendings: KeeperSpending[]
  /** Rebalances that were sent and did not come about, one line each. */
  failures: string[]
}

interface KeepersOptions {
  keepers: readonly Keeper[]
  everyMs: number
  /** Price of 1e18 wei, 1e6 = $1; none: not known yet. */
  readNativePriceUsd6(): bigint | undefined
}

export interface Keepers {
  records: readonly KeeperRecord[]
  /** Resolves when what is on its way has come in; rejects with ChainReadError if the node is silent. */
  end(): Promise<void>
  /** No more steps: the day has failed, and its chain may be gone. */
  cancel(): void
}

const END_MS = 10_000

/** Lets keepers look after their vaults, each for itself, until it is ended. */
export function runKeepers({ keepers, everyMs, readNativePriceUsd6 }: KeepersOptions): Keepers {
  let isEnding = false
  let isCancelled = false
  const records = keepers.map(({ name }): KeeperRecord => {
    return {
      name,
      rebalances: 0,
      tradeCostUsd6: 0n,
      gasCostUsd6: 0n,
      spendings: [],
      failures: [],
    }
  })

  function take(record: KeeperRecord, step: KeeperStep): void {
    if (step.type === 'refused') record.failures.push(step.reason)
    if (step.type !== 'rebalanced' && step.type !== 'acted' && step.type !== 'reverted') return
    const gasWei = step.gasUsed * step.effectiveGasPrice
    record.gasCostUsd6 += (gasWei * (readNativePriceUsd6() ?? 0n)) / 10n ** 18n
    record.spendings.push({ blockNumber: step.blockNumber, gasWei })
    if (step.type === 'reverted') {
      record.failures.push(`the call ${step.hash} was reverted`)
      return
    }
    record.rebalances += 1
    record.tradeCostUsd6 += step.event.costQuote
  }

  async function run(keeper: Keeper, record: KeeperRecord): Promise<void> {
    let endAtMs = Number.POSITIVE_INFINITY
    let isUnderWay = false
    while (!isCancelled && (!isEnding || (isUnderWay && performance.now() < endAtMs))) {
      const step = await keeper.step()
      take(record, step)
      isUnderWay = step.type === 'sent' || step.type === 'waiting'
      if (isEnding && endAtMs === Number.POSITIVE_INFINITY) endAtMs = performance.now() + END_MS
      await sleep(everyMs)
    }
  }

  const running = Promise.all(keepers.map((keeper, at) => run(keeper, records[at] as KeeperRecord)))
  // A caller that awaits the end gets the failure.
  running.catch(() => {})
  return {
    records,
    async end() {
      isEnding = true
      await running
    },
    cancel() {
      isCancelled = true
    },
  }
}
