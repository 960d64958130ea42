import { setTimeout as sleep } from 'node:timers/promises'
import { readInForce } from '../../client/readInForce.ts'
import { createChainClient } from '../local/chainClient.ts'
import { StackChainError } from '../local/errors.ts'
import { LOCAL_MARKET_ID } from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'
import { askSubgraph } from '../local/startGraphNode.ts'
import { askChain } from './askChain.ts'
import { fundVaults } from './fundVaults.ts'
import { startReplicas } from './startReplicas.ts'

const BLOCK_SEC = 12
/** Before the vault gets its money, its pool has to remember ten minutes; an observation takes half an hour of segments. */
const BLOCKS_BEFORE_FUNDING = 60
const BLOCKS_AFTER_FUNDING = 100
/** The set-up has a second a block. */
const SET_UP_SEC = 35

/** How long before now the chain of a live market begins, so that it is at about now when the market has its past. */
export const LIVE_PAST_SEC = BigInt(
  (BLOCKS_BEFORE_FUNDING + BLOCKS_AFTER_FUNDING) * BLOCK_SEC + SET_UP_SEC,
)

/** $10 M: what the vault holds, and what the market's parameters are computed for. */
const NAV_USD6 = 10_000_000_000_000n
/** A busy machine may need many times the seconds that it takes. */
const FIRST_VALUE_SEC = 300

interface LiveOptions {
  signal: AbortSignal
  /** Called when a step is done, with what it took. */
  onStep(step: string, elapsedSec: number): void
}

/**
 * Brings the market of a new stack to life: the vault gets its money, the chain half an hour of quiet blocks, and three
 * replicas push what they measure. From then on a block comes every 12 s, besides those of transactions, until the signal
 * ends it. Resolves when the market has a value in force.
 *
 * @param stack - With an index and the market, and `LIVE_PAST_SEC` behind the clock.
 * @throws StackChainError if no value comes, or the chain refuses something.
 */
export async function startLiveMarket(stack: Stack, options: LiveOptions): Promise<void> {
  const { signal, onStep } = options
  const client = createChainClient(stack.urls.rpc)
  const timed = async (step: string, run: () => Promise<unknown>) => {
    signal.throwIfAborted()
    const startedAt = performance.now()
    await run()
    onStep(step, (performance.now() - startedAt) / 1_000)
  }
  await timed("the market's past", () =>
    askChain("making the market's past", async () => {
      await client.mine({ blocks: BLOCKS_BEFORE_FUNDING, interval: BLOCK_SEC })
      await fundVaults(stack, [stack.addresses.vault], NAV_USD6)
      await client.mine({ blocks: BLOCKS_AFTER_FUNDING, interval: BLOCK_SEC })
      const { number } = await client.getBlock()
      while ((await askSubgraph(stack.urls.graphql ?? '')) < Number(number)) {
        await sleep(100, undefined, { signal })
      }
    }),
  )
  await timed('replicas', () => startReplicas(stack, 1))
  keepBlocksComing(() => client.mine({ blocks: 1 }), signal)
  await timed('value in force', () => waitForValue(stack, signal))
}

/** A block that the chain does not make, because it ends, is none; the stack says so. */
function keepBlocksComing(mine: () => Promise<void>, signal: AbortSignal): void {
  const timer = setInterval(() => void mine().catch(() => {}), BLOCK_SEC * 1_000)
  timer.unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}

async function waitForValue(stack: Stack, signal: AbortSignal): Promise<void> {
  const client = createChainClient(stack.urls.rpc)
  const { riskParameters } = stack.addresses.governance
  const lastAtMs = performance.now() + FIRST_VALUE_SEC * 1_000
  for (;;) {
    const { status } = await readInForce(client, riskParameters, LOCAL_MARKET_ID)
    if (status === 'active') return
    if (performance.now() > lastAtMs) {
      throw new StackChainError(
        `the replicas pushed nothing within ${FIRST_VALUE_SEC} s; see ${stack.logFile('replica-1')}`,
      )
    }
    await sleep(200, undefined, { signal })
  }
}
