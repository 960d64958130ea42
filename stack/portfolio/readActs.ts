import type { Address, Log } from 'viem'
import { positionVaultAbi } from '../../abi/index.ts'
import { decodeActed } from '../../client/vaults/decodeActed.ts'
import { type BaseSettings, readBaseSettings } from '../../client/vaults/readBaseSettings.ts'
import { countTransfers } from '../demo/countTransfers.ts'
import { readParametersAt } from '../demo/readParametersAt.ts'
import type { ChainClient } from '../local/chainClient.ts'
import type { Act } from './checkPosition.ts'

interface ReadOptions {
  client: ChainClient
  vault: Address
  /** Where its parameters come from since then. */
  riskParameters: Address
  fromBlock: bigint
}

/**
 * What a position vault has done from a block on, in the order of the chain, each act with what `checkPosition` needs. The node
 * has to have the states of their blocks.
 */
export async function readActs({
  client,
  vault,
  riskParameters,
  fromBlock,
}: ReadOptions): Promise<Act[]> {
  const settings = await readBaseSettings(client, vault)
  const logs = await client.getContractEvents({
    address: vault,
    abi: positionVaultAbi,
    eventName: 'Acted',
    strict: true,
    fromBlock,
    toBlock: 'latest',
  })
  const found: Act[] = []
  for (const log of logs) {
    found.push(await readOne(client, vault, Object.assign(settings, { riskParameters }), log))
  }
  return found
}

async function readOne(
  client: ChainClient,
  vault: Address,
  settings: BaseSettings,
  log: Log<bigint, number, false>,
): Promise<Act> {
  const { blockNumber, logIndex } = log
  const event = decodeActed(log)
  const { timestamp: blockAt } = await client.getBlock({ blockNumber })
  const [parameters, lastAt, transfersToCaller] = await Promise.all([
    readParametersAt(client, settings, { blockNumber, logIndex, blockAt }),
    client.readContract({
      address: vault,
      abi: positionVaultAbi,
      functionName: 'lastRebalanceAt',
      blockNumber: blockNumber - 1n,
    }),
    countTransfers(client, settings, event.caller, log),
  ])
  return {
    caller: event.caller,
    due: event.due,
    heldAfterQuote: event.heldAfterQuote,
    navAfterQuote: event.navAfterQuote,
    tradedQuote: event.tradedQuote,
    costQuote: event.costQuote,
    blockNumber,
    blockAt,
    // No vault trades twice in one block.
    lastRebalanceAt: BigInt(lastAt),
    parameters,
    transfersToCaller,
  }
}
