import { createChainClient } from '../local/chainClient.ts'
import { ROLLUP_BASE_FEE_PER_GAS } from './secondChain.ts'

/**
 * Lets a stack's second chain keep the time of the first: each block there is followed by one here, at the same time and a
 * rollup's base fee. Between them it has the blocks of its own transactions.
 *
 * @param url - Of its node.
 * @returns takes the time of a block of the first chain, unix seconds.
 */
export function createPace(url: string): (at: bigint) => Promise<void> {
  const client = createChainClient(url)
  return async (at) => {
    const { timestamp } = await client.getBlock()
    if (timestamp >= at) return
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas: ROLLUP_BASE_FEE_PER_GAS })
    await client.setNextBlockTimestamp({ timestamp: at })
    await client.mine({ blocks: 1 })
  }
}
