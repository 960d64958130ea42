// What the index says of evidence, for commands that read the chain: where it does not answer, they go on without it.

import { concatHex, type Hex, numberToHex } from 'viem'
import { BaseError } from '../../core/errors.ts'
import {
  createQueryClient,
  datasets,
  type EvidenceKind,
  fetchLatestEvidence,
  fetchPinnedBlock,
  fetchRows,
  type QueryClient,
  selectColumns,
  toEvidenceKind,
  type UpdateEvidence,
} from '../../query/index.ts'
import { printNote } from '../io/print.ts'
import type { Session } from './session.ts'

/** The evidence of a market's latest update; undefined: there is none, or no index, or a note has said why it is not known. */
export function readLatestEvidence(
  session: Session,
  market: Hex,
): Promise<UpdateEvidence | undefined> {
  return ask(session, (client) => fetchLatestEvidence(client, market))
}

/** What the index says of one update in a list. */
export interface EvidenceOutline {
  kind: EvidenceKind
  /** How far its target is from the index's own, pips: the largest of the eight; undefined: there is nothing to compare. */
  largestTargetPips: bigint | undefined
}

/** The evidence of all updates of a market, by their ids; undefined as above. */
export function readEvidenceOutlines(
  session: Session,
  market: Hex,
): Promise<ReadonlyMap<Hex, EvidenceOutline> | undefined> {
  return ask(session, async (client) => {
    const block = await fetchPinnedBlock(client)
    const outlines = new Map<Hex, EvidenceOutline>()
    const dataset = selectColumns(datasets.updates, ['evidenceKind', 'largestTargetPips'])
    const toAt = block.timestamp + 1n
    for await (const page of fetchRows({ client, dataset, block, fromAt: 0n, toAt, market })) {
      for (const [id, kind, pips] of page) {
        const largestTargetPips = typeof pips === 'bigint' ? pips : undefined
        outlines.set(id as Hex, { kind: toEvidenceKind(String(kind)), largestTargetPips })
      }
    }
    return outlines
  })
}

/** The id that the index gives to what an event says. */
export function formatFactId(blockNumber: bigint, logIndex: number): Hex {
  return concatHex([numberToHex(blockNumber, { size: 8 }), numberToHex(logIndex, { size: 4 })])
}

async function ask<Answer>(
  { network: { graphqlUrl: url } }: Session,
  read: (client: QueryClient) => Promise<Answer>,
): Promise<Answer | undefined> {
  if (url === undefined) return undefined
  try {
    return await read(createQueryClient({ url, retries: 2, patienceMs: 10_000 }))
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    printNote(`gimbal: The kind of evidence is not known: ${error.message}`)
    return undefined
  }
}
