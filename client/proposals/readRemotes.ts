import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  type PublicClient,
} from 'viem'
import { remoteParametersAbi, timelockAbi } from '../../abi/index.ts'
import {
  type Change,
  fromAbiRemoteConfig,
  isRemote,
  nameChain,
  type RemoteChange,
  type RemoteConfig,
  type RemoteStanding,
  type UnknownCall,
} from '../../governance/index.ts'
import type { Network, RemoteNetwork } from '../network/network.ts'

/** What is known of the other chains that a proposal's changes are for. */
export interface ReadRemotes {
  /** By the chain's id. */
  standings: ReadonlyMap<bigint, RemoteStanding>
  /** Of this chain's timelock; undefined where no change is for another chain. */
  homeDelaySec: bigint | undefined
  /** Why something is not known, in sentences. */
  notes: readonly string[]
}

/** A client of another chain. */
export type ConnectTo = (rpcUrl: string, chainId: number) => Promise<PublicClient>

interface ReadOptions {
  /** Of this chain. */
  client: PublicClient
  network: Pick<Network, 'addresses'> & Partial<Pick<Network, 'remotes'>>
  connectTo: ConnectTo
  /** What was in force before a proposal that is executed nobody can ask any more. */
  isExecuted: boolean
}

/** Asks the chains that changes are for what is in force there, as far as their nodes are named and answer. */
export async function readRemotes(
  changes: readonly (Change | UnknownCall)[],
  { client, network, connectTo, isExecuted }: ReadOptions,
): Promise<ReadRemotes> {
  const away = changes.filter(isRemote)
  if (away.length === 0) return { standings: new Map(), homeDelaySec: undefined, notes: [] }
  const chains = (network.remotes ?? []).filter(({ chainId }) =>
    away.some((change) => change.chainId === BigInt(chainId)),
  )
  const [homeDelaySec, ...read] = await Promise.all([
    readDelay(client, network.addresses.timelock),
    ...chains.map((chain) => readChain(chain, isExecuted ? [] : away, connectTo)),
  ])
  return {
    standings: new Map(read.map(({ chainId, standing }) => [chainId, standing])),
    homeDelaySec,
    notes: read.flatMap(({ note }) => note ?? []),
  }
}

const readDelay = (client: PublicClient, address: Address): Promise<bigint> =>
  client.readContract({ address, abi: timelockAbi, functionName: 'getMinDelay' })

/** A chain, as far as it answers. */
async function readChain(
  chain: RemoteNetwork,
  away: readonly RemoteChange[],
  connectTo: ConnectTo,
): Promise<{ chainId: bigint; standing: RemoteStanding; note?: string }> {
  const { name, rpcUrl, contracts, urlProblems } = chain
  const chainId = BigInt(chain.chainId)
  const unknown = (reason: string) => ({
    chainId,
    standing: { name, delaySec: undefined, markets: new Map() },
    note: `what is in force on ${nameChain({ chainId, name })} is not known here: ${reason}`,
  })
  if (rpcUrl === undefined) {
    return unknown(urlProblems.rpcUrl ?? "the network's file names no node of it (rpcUrl)")
  }
  try {
    const client = await connectTo(rpcUrl, chain.chainId)
    const own = away.filter((change) => change.chainId === chainId)
    const [delaySec, ...markets] = await Promise.all([
      readDelay(client, contracts.timelock),
      ...own.map(async ({ market }) => {
        const config = await readRemoteConfig(client, contracts.remoteParameters, market)
        return [market, config] as const
      }),
    ])
    return { chainId, standing: { name, delaySec, markets: new Map(markets) } }
  } catch (error) {
    return unknown(error instanceof BaseError ? error.shortMessage : (error as Error).message)
  }
}

/** What is in force of a market on another chain; undefined: there is no such market there. */
async function readRemoteConfig(
  client: PublicClient,
  address: Address,
  market: Hex,
): Promise<RemoteConfig | undefined> {
  const call = { address, abi: remoteParametersAbi, functionName: 'marketConfig' } as const
  try {
    return fromAbiRemoteConfig(await client.readContract({ ...call, args: [market] }))
  } catch (error) {
    const revert =
      error instanceof BaseError &&
      error.walk((one) => one instanceof ContractFunctionRevertedError)
    if (
      revert instanceof ContractFunctionRevertedError &&
      revert.data?.errorName === 'UnknownMarket'
    ) {
      return undefined
    }
    throw error
  }
}
