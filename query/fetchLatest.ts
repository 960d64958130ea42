// What the index knows of all markets now, in one question: graph-node answers it at one block.

import type { Hex } from 'viem'
import { z } from 'zod'
import { type Observation, type Parameters, type Policy, policyFields } from '../core/index.ts'
import type { QueryClient } from './createQueryClient.ts'
import { BlockUnavailableError } from './errors.ts'
import { type EvidenceKind, evidenceKindType } from './evidenceKind.ts'
import { metaType, type PinnedBlock, toPinnedBlock } from './metaType.ts'
import {
  digits,
  hex,
  numbersType,
  observationSelection,
  observationType,
  targetSelection,
  targetType,
} from './types.ts'

/** A market's latest observation, and what the index made of it. */
export interface LatestObservation {
  observation: Observation
  /** The closing block; `observedAt` is its time, Unix seconds. */
  blockNumber: bigint
  blockHash: Hex
  observedAt: bigint
  /** The policy that the index computed with: the one in force before the closing block. */
  policy: Policy
  /** Undefined if a field is outside of the model's domain: `refusedField`. */
  target: Parameters | undefined
  refusedField: string | undefined
}

/** What the index knows of a market now. */
export interface LatestOfMarket {
  /** Block number, then log index. */
  latestUpdateId: Hex | undefined
  /** Of the latest update. */
  evidenceKind: EvidenceKind | undefined
  observation: LatestObservation | undefined
  /** Why the latest segment has no observation, as the index names it; undefined if it has one, or there is no segment. */
  gap: string | undefined
}

/** Each market by its id, as of the newest block that the index has. */
export interface Latest {
  block: PinnedBlock
  markets: ReadonlyMap<Hex, LatestOfMarket>
}

const place = z
  .object({
    blockNumber: digits,
    blockHash: hex,
    observedAt: digits,
    refusedField: z.string().nullable(),
    policy: numbersType(policyFields),
  })
  .transform(({ refusedField, ...rest }) => ({
    ...rest,
    refusedField: refusedField ?? undefined,
  }))

// One row of the index, read in three parts.
const latestObservation: z.ZodType<LatestObservation> = place
  .and(observationType.transform((observation) => ({ observation })))
  .and(targetType)

const answer = z.object({
  _meta: metaType,
  markets: z.array(
    z.object({
      id: hex,
      latestUpdate: z.object({ id: hex, evidenceKind: evidenceKindType }).nullable(),
      window: z
        .object({
          latestSegment: z.object({ observationGap: z.string().nullable() }).nullable(),
          latestObservation: latestObservation.nullable(),
        })
        .nullable(),
    }),
  ),
})

const document = `query Latest {
  _meta { block { number hash timestamp } }
  markets(first: 1000, orderBy: id) {
    id
    latestUpdate { id evidenceKind }
    window {
      latestSegment { observationGap }
      latestObservation {
        blockNumber blockHash observedAt refusedField
        policy { ${policyFields.join(' ')} }
        ${observationSelection} ${targetSelection}
      }
    }
  }
}`

/**
 * What the index knows now of each market.
 *
 * @throws BlockUnavailableError if it has no block yet, and what a client's `query` throws.
 */
export async function fetchLatest(client: QueryClient): Promise<Latest> {
  const { _meta, markets } = await client.query(document, {}, answer)
  if (_meta === null) throw new BlockUnavailableError('any', 'it has none')
  const entries = markets.map(({ id, latestUpdate, window }): [Hex, LatestOfMarket] => [
    id,
    {
      latestUpdateId: latestUpdate?.id,
      evidenceKind: latestUpdate?.evidenceKind,
      observation: window?.latestObservation ?? undefined,
      gap: window?.latestSegment?.observationGap ?? undefined,
    },
  ])
  return { block: toPinnedBlock(_meta), markets: new Map(entries) }
}
