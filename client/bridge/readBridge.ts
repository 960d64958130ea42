import type { Hex, PublicClient } from 'viem'
import type { Network, NetworkBridge, RemoteNetwork } from '../network/network.ts'
import { type InForce, readInForce } from '../readInForce.ts'
import { joinMessages, type MessagesRead } from './readMessages.ts'
import { type GovernanceRecord, joinRecords } from './readRecords.ts'
import { type RemoteMarket, readRemoteMarket } from './readRemoteMarket.ts'
import { readSide, type SideRead } from './readSide.ts'
import { type ConnectRemote, listSides, type Side } from './sides.ts'

/** Everything between the chains of a network, each chain at its own latest block. */
export interface BridgeNow {
  /** Home first. */
  chains: readonly ChainNow[]
  markets: readonly MarketAcross[]
  messages: MessagesRead['messages']
  /** Older messages that are not told one by one. */
  olderCount: number
  records: readonly GovernanceRecord[]
}

/** How a chain was read. */
export interface ChainNow {
  name: string
  chainId: number
  isHome: boolean
  /** Undefined: it was not read. */
  blockNumber: bigint | undefined
  /** Unix seconds. */
  blockAt: bigint | undefined
  /** Why it was not read; undefined where it was, or where the network names no node. */
  failure: unknown
}

/** A market at home, and on each chain that has it. */
export interface MarketAcross {
  id: Hex
  home: InForce
  /** By the chain's id; undefined: the chain has no such market. A chain that was not read is missing. */
  away: ReadonlyMap<number, RemoteMarket | undefined>
}

/**
 * Reads a network's chains: markets, messages and records, as their nodes have them. A chain away whose node fails leaves its
 * part unknown.
 *
 * @param marketIds - The markets at home.
 * @returns undefined for a network without a bridge.
 * @throws IncompleteLogsError, ChainReadError or viem's errors if the home chain's node fails.
 */
export async function readBridge(
  network: Network,
  home: PublicClient,
  connectRemote: ConnectRemote,
  marketIds: readonly Hex[],
): Promise<BridgeNow | undefined> {
  const { bridge } = network
  if (bridge === undefined) return undefined
  const failures = new Map<number, unknown>()
  const clients = new Map<RemoteNetwork, PublicClient>()
  for (const remote of network.remotes) {
    try {
      const client = await connectRemote(remote)
      if (client !== undefined) clients.set(remote, client)
    } catch (error) {
      failures.set(remote.chainId, error)
    }
  }
  const sides = listSides(network, bridge, home, clients)
  const answers = await Promise.all(sides.map((side) => tryReading(side, bridge, failures)))
  const reads = answers.filter((read) => read !== undefined)
  const messages = await joinMessages(sides, reads, bridge)
  const [records, markets] = await Promise.all([
    joinRecords(sides, reads, messages.messages),
    Promise.all(marketIds.map((id) => readMarket(network, home, reads, id))),
  ])
  const chains = sides.map((side, at): ChainNow => {
    const { name, chainId, remote } = side
    const { blockNumber, blockAt } = answers[at] ?? {}
    const isHome = remote === undefined
    return { name, chainId, isHome, blockNumber, blockAt, failure: failures.get(chainId) }
  })
  return { chains, markets, records, ...messages }
}

async function tryReading(
  side: Side,
  bridge: NetworkBridge,
  failures: Map<number, unknown>,
): Promise<SideRead | undefined> {
  if (side.client === undefined) return undefined
  try {
    return await readSide(side.client, side, bridge)
  } catch (error) {
    if (side.remote === undefined) throw error
    failures.set(side.chainId, error)
    return undefined
  }
}

async function readMarket(
  network: Network,
  client: PublicClient,
  reads: readonly SideRead[],
  id: Hex,
): Promise<MarketAcross> {
  const home = reads.find(({ side }) => side.remote === undefined)
  const away = reads.flatMap((read) => {
    const { remote, client: there, chainId } = read.side
    if (remote === undefined || there === undefined) return []
    const { remoteParameters } = remote.contracts
    return [
      readRemoteMarket(there, remoteParameters, id, read).then(
        (market) => [chainId, market] as const,
      ),
    ]
  })
  const { riskParameters } = network.addresses
  return {
    id,
    home: await readInForce(client, riskParameters, id, home?.blockNumber),
    away: new Map(await Promise.all(away)),
  }
}
