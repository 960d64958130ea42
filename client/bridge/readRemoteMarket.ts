import type { Address, Hex, PublicClient } from 'viem'
import { remoteParametersAbi } from '../../abi/index.ts'
import { decodeLimits, type Limit } from '../../core/bounds.ts'
import { type ParameterField, type Parameters, parameterFields } from '../../core/fields.ts'
import { unpackVector } from '../../core/packing.ts'
import { toBigints } from '../../governance/toBigints.ts'
import type { InForce } from '../readInForce.ts'
import type { BridgeEvent, SideRead } from './readSide.ts'

const VECTOR_BITS = 190n

/** A market on a chain that takes its vectors from home. */
export interface RemoteMarket {
  /** What a reader gets there. */
  status: RemoteStatus
  /** Age of the evidence, seconds; undefined if no message came yet. */
  ageSec: bigint | undefined
  values: Parameters
  /** Older evidence is stale, seconds. */
  maxAgeSec: bigint
  /** Of this chain's clock, seconds: a field moves by at most a step in it. */
  epochSec: bigint
  /** When a message last moved a field, Unix seconds; undefined: none did. */
  movedAt: bigint | undefined
  /** Home was not active at the latest message, or none came yet. */
  isAwaitingEvidence: boolean
  /** What held the latest vector back: each field that did not get where home's was. */
  held: readonly HeldField[]
}

export type RemoteStatus = InForce['status']

/** A field that the bounds of a chain keep from home's value. */
export interface HeldField {
  field: ParameterField
  limit: Limit
  /** What home had. */
  target: bigint
}

const statuses: readonly RemoteStatus[] = ['unknown', 'active', 'stale', 'halted', 'fallback']
/** The type's largest value means: no evidence yet. */
const NO_AGE_SEC = 2 ** 40 - 1

/** What a chain has of a market, at the block to which it was read; undefined: there is no such market there. */
export async function readRemoteMarket(
  client: PublicClient,
  remoteParameters: Address,
  marketId: Hex,
  { blockNumber, events }: Pick<SideRead, 'blockNumber' | 'events'>,
): Promise<RemoteMarket | undefined> {
  const at = {
    address: remoteParameters,
    abi: remoteParametersAbi,
    args: [marketId],
    blockNumber,
  } as const
  const [values, status, ageSec] = await client.readContract({ ...at, functionName: 'parameters' })
  if (status === 0) return undefined
  const [config, state] = await Promise.all([
    client.readContract({ ...at, functionName: 'marketConfig' }),
    client.readContract({ ...at, functionName: 'marketState' }),
  ])
  return {
    status: statuses[status] ?? 'unknown',
    ageSec: ageSec === NO_AGE_SEC ? undefined : BigInt(ageSec),
    values: toBigints(values) as Parameters,
    maxAgeSec: BigInt(config.maxAgeSec),
    epochSec: BigInt(config.epochSec),
    movedAt: state.movedAt === 0 ? undefined : BigInt(state.movedAt),
    isAwaitingEvidence: state.isAwaitingEvidence,
    held: listHeld(marketId, events),
  }
}

type Updated = Extract<BridgeEvent, { eventName: 'RemoteUpdated' }>

function listHeld(marketId: Hex, events: readonly BridgeEvent[]): HeldField[] {
  const latest = events.findLast((event): event is Updated => {
    return event.eventName === 'RemoteUpdated' && event.args.marketId === marketId
  })
  if (latest === undefined) return []
  const [targetWord, , newWord] = latest.args.words
  const target = unpackVector(targetWord)
  const reached = unpackVector(newWord)
  const limits = decodeLimits(targetWord >> VECTOR_BITS)
  return parameterFields
    .filter((field) => target[field] !== reached[field])
    .map((field) => ({ field, limit: limits[field], target: target[field] }))
}
