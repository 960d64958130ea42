import type { Hex } from 'viem'
import { z } from 'zod'
import { type Observation, observationFields } from '../../core/index.ts'
import { BlockUnavailableError, type QueryClient } from '../../query/index.ts'
import type { ChainBlock } from './createEndpoints.ts'

/** What the index measured of a market. */
export interface IndexedObservation {
  observation: Observation
  /** The closing block, as the index has it. */
  block: ChainBlock
}

const fields = `blockNumber blockHash observedAt ${observationFields.join(' ')}`

const latestDocument = `query Latest($market: ID!, $block: Bytes!) {
  _meta(block: { hash: $block }) { block { hash } }
  marketWindow(id: $market, block: { hash: $block }) { latestObservation { ${fields} } }
}`

// A block that closes several segments has an observation for each; the last one is what it leaves.
const closedDocument = `query Closed($market: String!, $closing: Bytes!, $block: Bytes!) {
  _meta(block: { hash: $block }) { block { hash } }
  observations(
    block: { hash: $block }, where: { market: $market, blockHash: $closing }
    first: 1, orderBy: id, orderDirection: desc
  ) { ${fields} }
}`

const digits = z.string().regex(/^\d+$/, 'a whole number is expected').transform(BigInt)
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'a hash of 32 bytes is expected')
  .transform((text) => text as Hex)
const observation = z
  .object({
    blockNumber: digits,
    blockHash: hash,
    observedAt: digits,
    baseFeePerGas: digits,
    gasUsedRatioPips: digits,
    nativePriceUsd6: digits,
    depthUsd6: digits,
    depthRefUsd6: digits,
    varianceWad: digits,
    navUsd6: digits,
    dataFeeWei: digits,
    curvaturePips: digits,
    horizonSec: digits,
  })
  .transform(
    ({ blockNumber, blockHash, observedAt, ...figures }): IndexedObservation => ({
      observation: figures,
      block: { number: blockNumber, hash: blockHash, timestamp: observedAt },
    }),
  )
const meta = z.object({ block: z.object({ hash }) }).nullable()
const latestAnswer = z.object({
  _meta: meta,
  marketWindow: z.object({ latestObservation: observation.nullable() }).nullable(),
})
const closedAnswer = z.object({ _meta: meta, observations: z.array(observation).max(1) })

/**
 * The latest observation of a market as the index had it at a block.
 *
 * @returns `undefined` if it had none.
 * @throws what a client's `query` throws: BlockUnavailableError if the index does not have the block.
 */
export async function fetchLatestObservation(
  client: QueryClient,
  market: Hex,
  block: ChainBlock,
): Promise<IndexedObservation | undefined> {
  const variables = { market, block: block.hash }
  const { _meta, marketWindow } = await client.query(latestDocument, variables, latestAnswer)
  requireBlock(block, _meta)
  return marketWindow?.latestObservation ?? undefined
}

/**
 * The observation that a block closed, as the index had it at a block.
 *
 * @returns `undefined` if it closed none.
 * @throws what a client's `query` throws: BlockUnavailableError if the index does not have the block.
 */
export async function fetchClosedObservation(
  client: QueryClient,
  market: Hex,
  closing: Hex,
  block: ChainBlock,
): Promise<IndexedObservation | undefined> {
  const variables = { market, closing, block: block.hash }
  const { _meta, observations } = await client.query(closedDocument, variables, closedAnswer)
  requireBlock(block, _meta)
  return observations[0]
}

function requireBlock({ hash }: ChainBlock, answeredAt: z.infer<typeof meta>): void {
  if (answeredAt?.block.hash === hash) return
  throw new BlockUnavailableError(hash, `it answered at ${answeredAt?.block.hash ?? 'no block'}`)
}
