import { join } from 'node:path'
import { STACK_NETWORK_FILE } from '../../client/network/findNetwork.ts'
import type { NetworkFileText } from '../../client/network/schema.ts'
import { readWrittenNetworkFile, writeNetworkFile } from '../../client/network/writeNetworkFile.ts'
import type { StackAddresses } from './setUpChain.ts'
import type { StackUrls } from './stateFile.ts'

interface StackNetworkOptions {
  /** Where the deployment's folder is. */
  deploymentRoot: string
  chainId: number
  addresses: StackAddresses
  urls: StackUrls
}

/** Writes the file of the network `local`: that of its deployment, and where the stack can be asked. */
export async function writeStackNetwork(
  folder: string,
  { deploymentRoot, chainId, addresses, urls }: StackNetworkOptions,
): Promise<void> {
  const deployed = await readWrittenNetworkFile(
    join(deploymentRoot, 'deployments', `${chainId}.json`),
  )
  const { governance, venue, vault } = addresses
  const { startBlock } = governance
  const { rpc: rpcUrl, graphql: graphqlUrl, hub: hubUrl, sequencer: sequencerUrl } = urls
  await writeNetworkFile(join(folder, STACK_NETWORK_FILE), {
    ...deployed,
    // The index of a stack begins where RiskParameters is.
    startBlock,
    contracts: { ...deployed.contracts, RebalancingVault: { address: vault } },
    graphNetwork: 'local',
    pools: [{ address: venue.pool, startBlock }],
    rpcUrl,
    graphqlUrl,
    hubUrl,
    sequencerUrl,
    ipfsUrl: hubUrl && new URL(hubUrl).origin,
  })
}

/** What is known of a stack only after its start. */
export type StackNetworkAddition = Pick<
  NetworkFileText,
  'vaults' | 'replicaUrls' | 'signUrls' | 'bridge' | 'remotes' | 'prices'
>

/** Adds to the file of the network `local`. What it had stays. */
export async function addToStackNetwork(
  folder: string,
  { vaults, replicaUrls, signUrls, bridge, remotes, prices }: StackNetworkAddition,
): Promise<void> {
  const file = join(folder, STACK_NETWORK_FILE)
  const before = await readWrittenNetworkFile(file)
  await writeNetworkFile(file, {
    ...before,
    ...(vaults && { vaults }),
    ...(replicaUrls && { replicaUrls }),
    ...(signUrls && { signUrls }),
    ...(bridge && { bridge }),
    ...(remotes && { remotes }),
    ...(prices && { prices }),
  })
}
