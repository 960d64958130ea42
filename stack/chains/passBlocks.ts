import { setTimeout as sleep } from 'node:timers/promises'
import { createChainClient } from '../local/chainClient.ts'
import type { Stack } from '../local/stack.ts'
import type { Across } from './across.ts'
import { createPace } from './keepPace.ts'

const BLOCK_SEC = 12n
/** Between two blocks: the relayer looks several times. */
const BLOCK_MS = 500

/**
 * Lets blocks come on both chains, twelve seconds apart, until something is so. Only where neither chain mines by itself.
 *
 * @returns how many blocks home got; undefined if it was not so after `mostBlocks`.
 */
export async function passBlocks(
  { urls }: Pick<Stack, 'urls'>,
  { away }: Across,
  isSo: () => Promise<boolean>,
  mostBlocks: number,
): Promise<number | undefined> {
  const home = createChainClient(urls.rpc)
  const keepPace = createPace(away.urls.rpc)
  for (let blocks = 0; blocks <= mostBlocks; blocks++) {
    if (await isSo()) return blocks
    const { timestamp } = await home.getBlock()
    await home.setNextBlockTimestamp({ timestamp: timestamp + BLOCK_SEC })
    await home.mine({ blocks: 1 })
    await keepPace(timestamp + BLOCK_SEC)
    await sleep(BLOCK_MS)
  }
  return undefined
}
