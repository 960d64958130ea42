import { type BridgeNow, readBridge } from '../../client/bridge/readBridge.ts'
import { connect } from '../../client/connect.ts'
import { readMarketIds } from '../../client/readMarkets.ts'
import type { Session } from '../governance/session.ts'

/**
 * Everything between the chains of a network, as their nodes have it; undefined for a network without a bridge. A chain
 * away without a node, or whose node does not answer, leaves its part unknown.
 */
export async function readChains({ client, network }: Session): Promise<BridgeNow | undefined> {
  if (network.bridge === undefined) return undefined
  const { riskParameters } = network.addresses
  const toBlock = await client.getBlockNumber()
  const range = { fromBlock: network.startBlock, toBlock, isSinceCreation: true }
  const ids = await readMarketIds(client, riskParameters, range)
  return readBridge(
    network,
    client,
    async ({ rpcUrl, chainId }) => (rpcUrl === undefined ? undefined : connect(rpcUrl, chainId)),
    ids,
  )
}
