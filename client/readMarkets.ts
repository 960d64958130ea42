import {
  type Address,
  encodeEventTopics,
  type Hex,
  type Log,
  type PublicClient,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../abi/index.ts'
import { fromAbiConfig, type MarketConfig } from '../governance/index.ts'
import { IncompleteLogsError, noCreationError } from './errors.ts'
import { readContractLogs } from './logs/readContractLogs.ts'
import { readLogs } from './logs/readLogs.ts'

/** All but what pushes emit, which is most of the logs. */
const votedEvents = riskParametersEvents.filter(
  ({ name }) => name !== 'Updated' && name !== 'PushFailed',
)

/** Of AccessManaged: what the creation writes, so that a contract without a market has a log too. */
const creationTopic = toEventSelector('AuthorityUpdated(address)')
const [addedTopic] = encodeEventTopics({ abi: riskParametersEvents, eventName: 'MarketAdded' })

/** What is voted at one block. */
export interface Governed {
  blockNumber: bigint
  /** In the order in which they were added. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** Of the model that evaluates each market whose configuration names none. */
  standardCoreHash: Hex
}

/**
 * Every market's configuration, and the standard model's hash, all at one block: the latest, or one whose state the node still has.
 *
 * @throws IncompleteLogsError if the node is known to have left out some.
 */
export async function readMarkets(
  client: PublicClient,
  riskParameters: Address,
  startBlock: bigint,
  atBlock?: bigint,
): Promise<Governed> {
  const blockNumber = atBlock ?? (await client.getBlock()).number
  const logs = await readContractLogs(client, {
    address: riskParameters,
    topics: [creationTopic, ...votedEvents.map((event) => toEventSelector(event))],
    fromBlock: startBlock,
    toBlock: blockNumber,
  })
  const all = logs as Log<bigint, number, false>[]
  const added = parseEventLogs({ abi: votedEvents, eventName: 'MarketAdded', logs: all })
  const known = new Set(added.map(({ args }) => args.marketId))
  const orphan = parseEventLogs({ abi: votedEvents, logs: all }).find(
    ({ args }) => 'marketId' in args && !known.has(args.marketId),
  )
  if (orphan !== undefined) {
    const evidence = `${orphan.eventName} in block ${orphan.blockNumber} is of a market whose first event the node did not give`
    throw new IncompleteLogsError(startBlock, orphan.blockNumber, evidence)
  }
  return readConfigs(
    client,
    riskParameters,
    added.map(({ args }) => args.marketId),
    blockNumber,
  )
}

/**
 * Ids of the markets that were added in some blocks, in their order: for who asks often. The logs' completeness is not
 * checked but for the last block of each answer, and that the contract's creation has written some.
 *
 * @param isSinceCreation - The blocks hold the creation of the contract.
 * @throws IncompleteLogsError if the node is known to have left out some; ChainReadError if it gives none.
 */
export async function readMarketIds(
  client: PublicClient,
  riskParameters: Address,
  { fromBlock, toBlock, isSinceCreation }: BlockRange & { isSinceCreation: boolean },
): Promise<Hex[]> {
  const filter = { addresses: [riskParameters], topics: [creationTopic, addedTopic] }
  const logs = await readLogs(client, filter, fromBlock, toBlock)
  if (logs.length === 0 && isSinceCreation) {
    throw noCreationError(riskParameters, fromBlock, toBlock)
  }
  const all = logs as Log<bigint, number, false>[]
  const added = parseEventLogs({ abi: votedEvents, eventName: 'MarketAdded', logs: all })
  return added.map(({ args }) => args.marketId)
}

/** Blocks, both included. */
interface BlockRange {
  fromBlock: bigint
  toBlock: bigint
}

/** What is voted for the markets with these ids, at one block. */
export async function readConfigs(
  client: PublicClient,
  riskParameters: Address,
  ids: readonly Hex[],
  blockNumber: bigint,
): Promise<Governed> {
  const at = { address: riskParameters, abi: riskParametersAbi, blockNumber } as const
  const configs = ids.map(async (marketId) => {
    const config = await client.readContract({
      ...at,
      functionName: 'marketConfig',
      args: [marketId],
    })
    return [marketId, fromAbiConfig(config)] as const
  })
  const standardCoreHash = client.readContract({ ...at, functionName: 'standardCoreHash' })
  const markets = new Map(await Promise.all(configs))
  return { blockNumber, markets, standardCoreHash: await standardCoreHash }
}
