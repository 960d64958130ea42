import type { ChainClient } from '../local/chainClient.ts'

/** Lets the chain's clock pass: puts a block at this time, unix seconds, unless the chain is there already. */
export async function passUntil(client: ChainClient, at: bigint): Promise<void> {
  const { timestamp } = await client.getBlock()
  if (timestamp >= at) return
  await client.setNextBlockTimestamp({ timestamp: at })
  await client.mine({ blocks: 1 })
}
