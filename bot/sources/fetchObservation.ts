import type { Hex } from 'viem'
import { z } from 'zod'
import { BlockUnavailableError, type QueryClient } from '../../query/index.ts'
import type { ChainBlock } from './createChainReader.ts'

/** What the index measured of a market, all but the net asset value: that one is read from the chain. */
export interface IndexedObservation {
  baseFeePerGas: bigint
  gasUsedRatioPips: bigint
  nativePriceUsd6: bigint
  depthUsd6: bigint
  depthRefUsd6: bigint
  varianceWad: bigint
  /** The closing block, as the index has it. */
  block: ChainBlock
  /** Of the closing block, by the policy that was in force there. */
  epoch: bigint
}

const figures = [
  ...(['baseFeePerGas', 'gasUsedRatioPips', 'nativePriceUsd6'] as const),
  ...(['depthUsd6', 'depthRefUsd6', 'varianceWad'] as const),
]

const fields = `blockNumber blockHash blockAt epoch ${figures.join(' ')}`

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
    blockAt: digits,
    epoch: digits,
    baseFeePerGas: digits,
    gasUsedRatioPips: digits,
    nativePriceUsd6: digits,
    depthUsd6: digits,
    depthRefUsd6: digits,
    varianceWad: digits,
  })
  .transform(
    ({ blockNumber, blockHash, blockAt, ...rest }): IndexedObservation => ({
      ...rest,
      block: { number: blockNumber, hash: blockHash, timestamp: blockAt },
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
