import { type BridgeNow, readBridge } from '../../../client/bridge/readBridge.ts'
import { readMarketList } from '../../data/readMarketList.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { connectTo } from '../../network/connectTo.ts'
import type { Session } from '../../network/session.ts'

/** A network on one chain has nothing between chains: `now` is undefined then. */
export interface Chains {
  now: BridgeNow | undefined
}

/** What the chains of the network have of each other, as their nodes have it; read again when a block comes at home. */
export function useChains(): Reading<Chains> {
  return useReading({ key: ['chains'], isLive: true, read: readChains })
}

async function readChains(session: Session): Promise<Chains> {
  const { client, network } = session
  if (network.bridge === undefined) return { now: undefined }
  const ids = await readMarketList(session, await client.getBlock())
  const now = await readBridge(
    network,
    client,
    async ({ rpcUrl, chainId }) => (rpcUrl === undefined ? undefined : connectTo(rpcUrl, chainId)),
    ids,
  )
  return { now }
}
