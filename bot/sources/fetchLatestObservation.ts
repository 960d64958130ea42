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

const document = `query Latest($market: ID!, $block: Bytes!) {
  _meta(block: { hash: $block }) { block { hash } }
  marketWindow(id: $market, block: { hash: $block }) {
    latestObservation { blockNumber blockHash blockAt epoch ${figures.join(' ')} }
  }
}`

const digits = z.string().regex(/^\d+$/, 'a whole number is expected').transform(BigInt)
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'a hash of 32 bytes is expected')
  .transform((text) => text as Hex)
const observation = z
  .object({
    ...{ blockNumber: digits, blockHash: hash, blockAt: digits, epoch: digits },
    ...{ baseFeePerGas: digits, gasUsedRatioPips: digits, nativePriceUsd6: digits },
    ...{ depthUsd6: digits, depthRefUsd6: digits, varianceWad: digits },
  })
  .transform(
    ({ blockNumber, blockHash, blockAt, ...rest }): IndexedObservation => ({
      ...rest,
      block: { number: blockNumber, hash: blockHash, timestamp: blockAt },
    }),
  )
const answer = z.object({
  _meta: z.object({ block: z.object({ hash }) }).nullable(),
  marketWindow: z.object({ latestObservation: observation.nullable() }).nullable(),
})

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
  const content = await client.query(document, { market, block: block.hash }, answer)
  const { _meta, marketWindow } = content
  if (_meta?.block.hash !== block.hash) {
    throw new BlockUnavailableError(block.hash, `it answered at ${_meta?.block.hash ?? 'no block'}`)
  }
  return marketWindow?.latestObservation ?? undefined
}
