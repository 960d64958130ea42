import { setTimeout as sleep } from 'node:timers/promises'
import type { ReplicaStack } from './replicaStack.ts'
import { waitForIndex } from './waitForIndex.ts'

interface BlockPace {
  /** From a block to the next one, milliseconds of this machine's clock. */
  everyMs?: number
  /** The same by the chain, seconds. */
  blockSec?: bigint
  /** Whether a block comes only when the index has the last one, however long that takes. */
  waitsForIndex?: boolean
}

/** Lets a chain go on while something is under way. */
export async function whileBlocksCome<Answer>(
  stack: ReplicaStack,
  run: () => Promise<Answer>,
  { everyMs = 250, blockSec = 12n, waitsForIndex = false }: BlockPace = {},
): Promise<Answer> {
  const ending = new AbortController()
  async function mine() {
    let dueAtMs = performance.now()
    while (!ending.signal.aborted) {
      await stack.mine(blockSec)
      dueAtMs += everyMs
      if (waitsForIndex) await waitForIndex(stack)
      const waitMs = Math.max(0, dueAtMs - performance.now())
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => {})
    }
  }
  const mining = mine()
  try {
    return await run()
  } finally {
    ending.abort()
    await mining
  }
}
