import type { Address, Hex, PublicClient } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../abi/index.ts'
import { type CurrentModel, fromAbiConfig, type MarketConfig } from '../governance/index.ts'

/** What is voted at one block. */
export interface Governed {
  blockNumber: bigint
  /** In the order in which they were added. */
  markets: ReadonlyMap<Hex, MarketConfig>
  model: CurrentModel
}

/** Every market's configuration, and the model, all at one block: the latest, or one whose state the node still has. */
export async function readMarkets(
  client: PublicClient,
  riskParameters: Address,
  startBlock: bigint,
  atBlock?: bigint,
): Promise<Governed> {
  const blockNumber = atBlock ?? (await client.getBlock()).number
  const added = await client.getContractEvents({
    address: riskParameters,
    abi: riskParametersEvents,
    eventName: 'MarketAdded',
    fromBlock: startBlock,
    toBlock: blockNumber,
    strict: true,
  })
  const at = { address: riskParameters, abi: riskParametersAbi, blockNumber } as const
  const configs = added.map(async ({ args: { marketId } }) => {
    const config = await client.readContract({
      ...at,
      functionName: 'marketConfig',
      args: [marketId],
    })
    return [marketId, fromAbiConfig(config)] as const
  })
  const [model, coreHash] = await Promise.all([
    client.readContract({ ...at, functionName: 'model' }),
    client.readContract({ ...at, functionName: 'coreHash' }),
  ])
  return { blockNumber, markets: new Map(await Promise.all(configs)), model: { model, coreHash } }
}
