import type { Address, Hex, PublicClient } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import type { Parameters } from '../core/fields.ts'
import { toBigints } from '../governance/toBigints.ts'
import { fromAbiState, type MarketState } from './readValues.ts'

/** As the contract's enum `Status` has them. */
const statuses = ['unknown', 'active', 'stale', 'halted', 'fallback'] as const
type MarketStatus = (typeof statuses)[number]

/** The type's largest value means: no evidence yet. */
const NO_AGE_SEC = 2 ** 40 - 1

/** What a market holds now, as the contract answers. */
export interface InForce {
  status: MarketStatus
  /** Age of the evidence, seconds; undefined if there is none yet. */
  ageSec: bigint | undefined
  /** What a protocol gets from `parameters`. */
  values: Parameters
  state: MarketState
}

/** What the contract answers for a market at the end of a block; of the latest without one. */
export async function readInForce(
  client: PublicClient,
  riskParameters: Address,
  marketId: Hex,
  blockNumber?: bigint,
): Promise<InForce> {
  const at = {
    address: riskParameters,
    abi: riskParametersAbi,
    args: [marketId],
    ...(blockNumber !== undefined && { blockNumber }),
  } as const
  const [[values, status, ageSec], state] = await Promise.all([
    client.readContract({ ...at, functionName: 'parameters' }),
    client.readContract({ ...at, functionName: 'marketState' }),
  ])
  return {
    status: statuses[status] ?? 'unknown',
    ageSec: ageSec === NO_AGE_SEC ? undefined : BigInt(ageSec),
    values: toBigints(values) as Parameters,
    state: fromAbiState(state),
  }
}
