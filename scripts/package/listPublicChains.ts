import { listDeployedChains } from '../../client/network/networkFiles.ts'

/** The local stack's chain, whose addresses are nobody else's. */
const LOCAL_CHAIN_ID = 31_337

/**
 * The chains that have a file of their network, in the order of their ids, but for the local one.
 *
 * @param folder - The one in which `gimbal deploy` wrote `deployments/CHAINID.json`.
 */
export async function listPublicChains(folder: string): Promise<number[]> {
  return (await listDeployedChains([folder])).filter((chainId) => chainId !== LOCAL_CHAIN_ID)
}
