// What a node says of a market: what its readers get now, and all that its latest update was made from.

import { riskParametersAbi, riskParametersEvents } from 'gimbal/abi'
import {
  type Bounds,
  type Loosening,
  type Parameters,
  type Policy,
  unpackUpdate,
} from 'gimbal/core'
import { toBigints } from 'gimbal/governance'
import { type Address, getAbiItem, type Hex, type PublicClient } from 'viem'

/** In the order of the contract's enum `Status`. */
const statuses = ['Unknown', 'Active', 'Stale', 'Halted', 'Fallback'] as const
export type Status = (typeof statuses)[number]

/** Whom to ask for what. */
export interface Market {
  client: PublicClient
  riskParameters: Address
  /** Block of the first contract: no event is older. */
  startBlock: bigint
  marketId: Hex
}

/** What a protocol gets that calls `parameters` now. */
export interface InForce {
  blockNumber: bigint
  status: Status
  values: Parameters
  /** Of the evidence; undefined: there was none yet. */
  ageSec: bigint | undefined
}

/** The latest update, and what the contract had before it. */
export interface Update {
  blockNumber: bigint
  /** The event's place in its block. */
  logIndex: number
  /** Time of that block, Unix seconds. */
  nowAt: bigint
  /** Evidence, target, old and new values: all that the event says. */
  record: ReturnType<typeof unpackUpdate>
  /** What voters had chosen: policy, bounds, and the core by its hash. */
  policy: Policy
  bounds: Bounds
  coreHash: Hex
  /** What was used of the budget, and the time of the evidence before (0: there was none). */
  before: { loosening: Loosening; observedAt: bigint }
}

export async function readInForce(market: Market): Promise<InForce> {
  const { number: blockNumber } = await market.client.getBlock()
  const [values, status, ageSec] = await market.client.readContract({
    address: market.riskParameters,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [market.marketId],
    blockNumber,
  })
  return {
    blockNumber,
    status: statuses[status] ?? 'Unknown',
    // viem gives small integers as numbers; the core counts in bigints.
    values: toBigints(values) as Parameters,
    // The largest age that the type holds means: no evidence yet.
    ageSec: ageSec === 2 ** 40 - 1 ? undefined : BigInt(ageSec),
  }
}

/** @returns undefined if the market never had an update. */
export async function readLatestUpdate(
  market: Market,
  headBlock: bigint,
): Promise<Update | undefined> {
  const log = await findLatestLog(market, headBlock)
  if (log === undefined) return undefined
  const { client, riskParameters: address, marketId } = market
  const { blockNumber, logIndex } = log
  // As of the end of the block before: that is what the contract had in its hands.
  const at = {
    address,
    abi: riskParametersAbi,
    args: [marketId],
    blockNumber: blockNumber - 1n,
  } as const
  const [block, config, state, coreHash] = await Promise.all([
    client.getBlock({ blockNumber }),
    client.readContract({ ...at, functionName: 'marketConfig' }),
    client.readContract({ ...at, functionName: 'marketState' }),
    client.readContract({ ...at, functionName: 'coreHash' }),
  ])
  return {
    blockNumber,
    logIndex,
    nowAt: block.timestamp,
    record: unpackUpdate(log.args.words),
    policy: toBigints(config.policy) as Policy,
    bounds: toBigints(config.bounds) as Bounds,
    coreHash,
    before: toBigints(state) as Update['before'],
  }
}

/** Many nodes give the logs of so many blocks at once, and no more. */
const SPAN_BLOCKS = 2_000n

/** Backwards from the head: the latest update is near. */
async function findLatestLog(market: Market, headBlock: bigint) {
  const { client, riskParameters: address, startBlock, marketId } = market
  const event = getAbiItem({ abi: riskParametersEvents, name: 'Updated' })
  for (let toBlock = headBlock; toBlock >= startBlock; toBlock -= SPAN_BLOCKS) {
    const first = toBlock - SPAN_BLOCKS + 1n
    const fromBlock = first < startBlock ? startBlock : first
    const logs = await client.getLogs({
      address,
      event,
      args: { marketId },
      fromBlock,
      toBlock,
      strict: true,
    })
    const latest = logs.at(-1)
    if (latest !== undefined) return latest
  }
  return undefined
}
