import { createPublicClient, type PublicClient } from 'viem'
import type { BloomHeader } from '../client/logs/checkLogs.ts'
import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import { nodeTransport } from '../http/nodeTransport.ts'
import type { Header } from '../observation/index.ts'
import { VerifySourceError } from './errors.ts'
import { rememberAnswers } from './rememberAnswers.ts'

/** Blocks whose headers are asked for at a time; they travel as one batch of JSON-RPC. */
const HEADERS_AT_ONCE = 250

interface ChainReaderOptions {
  /** How requests are made; the platform's by default. */
  fetchFn?: typeof globalThis.fetch
  /** Asks for the same thing once only: then every step of a check sees the same answer. */
  isRemembering?: boolean
}

/** A client that repeats what fails for now, and asks for many things in one request. */
export function createChainReader(
  url: string,
  { fetchFn, isRemembering = false }: ChainReaderOptions = {},
): PublicClient {
  const transport = nodeTransport(url, {
    batch: { batchSize: HEADERS_AT_ONCE, wait: 0 },
    retryCount: 5,
    retryDelay: 300,
    timeout: 30_000,
    ...(fetchFn && { fetchFn }),
  })
  return createPublicClient({
    transport: isRemembering ? rememberAnswers(transport) : transport,
    cacheTime: 0,
  })
}

/**
 * Headers of some blocks, each checked to be the parent of the next.
 *
 * @throws VerifySourceError if the node fails or lacks one, or they do not follow one another.
 */
export async function readHeaders(
  client: PublicClient,
  from: bigint,
  to: bigint,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<(Header & BloomHeader)[]> {
  const headers: (Header & BloomHeader)[] = []
  const total = Number(to - from) + 1
  for await (const blocks of readHeaderBatches(client, from, to)) {
    headers.push(...blocks)
    onProgress(headers.length, total)
  }
  return headers
}

/**
 * The same as they come, some at a time.
 *
 * @param before - The header that the first one has to follow.
 */
export async function* readHeaderBatches(
  client: PublicClient,
  from: bigint,
  to: bigint,
  before?: Header,
): AsyncGenerator<(Header & BloomHeader)[]> {
  let parent = before
  for (let first = from; first <= to; first += BigInt(HEADERS_AT_ONCE)) {
    const count = Math.min(HEADERS_AT_ONCE, Number(to - first) + 1)
    const numbers = Array.from({ length: count }, (_, index) => first + BigInt(index))
    const blocks = await Promise.all(
      numbers.map((blockNumber) =>
        client.getBlock({ blockNumber }).catch((cause) => {
          throw new VerifySourceError(
            describeNodeFailure(cause) ??
              `the node has no block ${blockNumber}; give the URL of one with the whole history`,
            { cause },
          )
        }),
      ),
    )
    for (const block of blocks) {
      if (parent !== undefined && parent.hash !== block.parentHash) {
        throw new VerifySourceError(
          `block ${block.number} does not follow block ${parent.number}; the chain was reorganised meanwhile, run it again`,
        )
      }
      parent = block
    }
    yield blocks
  }
}
