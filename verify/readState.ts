import type { Hex } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import { fromAbiState, type MarketState } from '../client/readValues.ts'
import { askNode } from './askNode.ts'
import type { Evidence } from './evidence.ts'

/** A market's state at the end of a block. @throws VerifySourceError if the node fails or does not have it. */
export async function readState(
  { client, riskParameters: address }: Pick<Evidence, 'client' | 'riskParameters'>,
  marketId: Hex,
  blockNumber: bigint,
): Promise<MarketState> {
  const call = { address, abi: riskParametersAbi, functionName: 'marketState' } as const
  const state = await askNode(
    client.readContract({ ...call, args: [marketId], blockNumber }),
    `the market's state at block ${blockNumber}`,
  )
  return fromAbiState(state)
}
