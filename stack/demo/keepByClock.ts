import { type ChainClient, createChainClient } from '../local/chainClient.ts'
import type { Keeper } from './createKeeper.ts'

interface ClockOptions {
  url: string
  /** From when on it looks at the clock, unix seconds. */
  fromAt: bigint
  /** Between two calls, seconds. */
  periodSec: bigint
  /** After midnight UTC, modulo the period, seconds. */
  offsetSec: bigint
}

/** A keeper that calls by the chain's clock alone: once at or after each time, whatever the drift is. */
export function keepByClock(keeper: Keeper, options: ClockOptions): Keeper {
  const { url, fromAt, periodSec, offsetSec } = options
  const client = createChainClient(url)
  let dueAt = findNext(fromAt, periodSec, offsetSec)
  return {
    ...keeper,
    async step() {
      const now = await readTime(client)
      if (now < dueAt) return { type: 'idle' }
      const step = await keeper.step()
      if (step.type === 'rebalanced') dueAt = findNext(now, periodSec, offsetSec)
      return step
    },
  }
}

/** A keeper that never calls. */
export function createIdleKeeper(keeper: Pick<Keeper, 'name' | 'address'>): Keeper {
  return { ...keeper, step: async () => ({ type: 'idle' }) }
}

async function readTime(client: ChainClient): Promise<bigint> {
  return (await client.getBlock()).timestamp
}

/** The first of the times after `at`. */
function findNext(at: bigint, periodSec: bigint, offsetSec: bigint): bigint {
  return at - ((at - offsetSec) % periodSec) + periodSec
}
