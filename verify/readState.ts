import type { Hex } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import { fromAbiState, type MarketState } from '../client/readValues.ts'
import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import { VerifySourceError } from './errors.ts'
import type { Evidence } from './evidence.ts'

/** A market's state at the end of a block. @throws VerifySourceError if the node fails or does not have it. */
export async function readState(
  { client, riskParameters: address }: Pick<Evidence, 'client' | 'riskParameters'>,
  marketId: Hex,
  blockNumber: bigint,
): Promise<MarketState> {
  const call = { address, abi: riskParametersAbi, functionName: 'marketState' } as const
  const state = await client
    .readContract({ ...call, args: [marketId], blockNumber })
    .catch((cause) => {
      throw new VerifySourceError(
        describeNodeFailure(cause) ??
          `the node does not return the market's state at block ${blockNumber}; give an archive node`,
        { cause },
      )
    })
  return fromAbiState(state)
}
