// The chain as one or two endpoints see it.
//
// Method:   every read names a block by its hash and goes to all endpoints at once. One that does not answer in time is
//           ignored; those that answer have to agree. An endpoint with another chain id, or too far behind, is not
//           asked. One that hangs, refuses or is gone is not asked for a while, because every read would wait for it.

import { BaseError, createPublicClient, type Hex, HttpRequestError, type PublicClient } from 'viem'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { describeFailure } from '../describeFailure.ts'
import { ChainUnavailableError, ContradictionError } from './errors.ts'

export interface EndpointsOptions {
  /** One or two, http or https. They may hold keys: messages name their origins only. */
  urls: readonly string[]
  chainId: number
  /** How long one read may take in all, milliseconds. */
  timeoutMs?: number
  /** How many blocks an endpoint may be behind the other. */
  maxLagBlocks: bigint
}

export interface ChainBlock {
  number: bigint
  hash: Hex
  /** Unix seconds. */
  timestamp: bigint
}

/** The latest block that the endpoints in use have, and what is wrong with the others, a line for each. */
export interface ChainHead {
  block: ChainBlock
  /** The endpoints that have this block, by their places. */
  inUse: number[]
  problems: string[]
}

interface Endpoint {
  origin: string
  client: PublicClient
  /** Not to be asked before, milliseconds of the process's clock. */
  silentUntilMs: number
}

const MAX_RETRIES = 2
const DEFAULT_TIMEOUT_MS = 1_500
/** How long an endpoint that did not answer is not asked, milliseconds. */
const SILENT_MS = 10_000

export type Endpoints = ReturnType<typeof createEndpoints>

/** Asks the chain. Every read throws ChainUnavailableError, or ContradictionError. */
export function createEndpoints(options: EndpointsOptions) {
  const { chainId, timeoutMs = DEFAULT_TIMEOUT_MS, maxLagBlocks } = options
  const endpoints = options.urls.map((url): Endpoint => {
    // A request that gets 429 or 5xx is repeated within the time.
    const transport = nodeTransport(url, {
      retryCount: MAX_RETRIES,
      retryDelay: 100,
      timeout: timeoutMs,
    })
    const client = createPublicClient({ transport })
    return { origin: new URL(url).origin, client, silentUntilMs: 0 }
  })

  /**
   * What each endpoint says that answers; at least one does.
   *
   * @param inUse - By their places, those that are asked at all; undefined: all.
   */
  async function askEach<Answer>(
    ask: (client: PublicClient) => Promise<Answer>,
    inUse?: readonly number[],
  ) {
    const chosen = inUse === undefined ? endpoints : inUse.flatMap((at) => endpoints[at] ?? [])
    const problems: string[] = []
    const answers: { endpoint: Endpoint; answer: Answer }[] = []
    const awake = chosen.filter(({ silentUntilMs }) => silentUntilMs <= performance.now())
    const asked = awake.length > 0 ? awake : chosen
    for (const { origin } of chosen.filter((endpoint) => !asked.includes(endpoint))) {
      problems.push(`${origin}: did not answer, and is not asked for ${SILENT_MS / 1_000} s`)
    }
    await Promise.all(
      asked.map(async (endpoint) => {
        const { origin, client } = endpoint
        try {
          const answer = await within(timeoutMs, async () => {
            const [got, answer] = await Promise.all([client.getChainId(), ask(client)])
            if (got !== chainId) throw new Error(`is on chain ${got}, wanted is ${chainId}`)
            return answer
          })
          answers.push({ endpoint, answer })
        } catch (error) {
          if (isSilent(error)) endpoint.silentUntilMs = performance.now() + SILENT_MS
          problems.push(`${origin}: ${describeFailure(error)}`)
        }
      }),
    )
    if (answers.length === 0) throw new ChainUnavailableError(problems)
    return { answers, problems }
  }

  /** What all endpoints that answer say. */
  async function agree<Answer>(
    what: string,
    ask: (client: PublicClient) => Promise<Answer>,
  ): Promise<Answer> {
    const { answers } = await askEach(ask)
    const [first, ...others] = answers
    if (first === undefined) throw new ChainUnavailableError([])
    const text = stringify(first.answer)
    const other = others.find(({ answer }) => stringify(answer) !== text)
    if (other === undefined) return first.answer
    const [one, two] = [first.endpoint.origin, other.endpoint.origin]
    throw new ContradictionError(`${one} and ${two} differ on ${what}`)
  }

  /** The block of the chain at a height. */
  const readBlock = (number: bigint): Promise<ChainBlock> => {
    return agree(`block ${number}`, async (client) => {
      return pickBlock(await client.getBlock({ blockNumber: number }))
    })
  }

  return {
    askEach,
    agree,
    readBlock,

    /** The latest block that all endpoints in use have. */
    async readHead(): Promise<ChainHead> {
      const { answers, problems } = await askEach(async (client) => {
        return pickBlock(await client.getBlock({ blockTag: 'latest' }))
      })
      const byHeight = answers.toSorted((a, b) => (a.answer.number < b.answer.number ? 1 : -1))
      const highest = byHeight[0]?.answer.number ?? 0n
      const isFresh = ({ answer }: { answer: ChainBlock }) =>
        highest - answer.number <= maxLagBlocks
      const late = byHeight.filter((item) => !isFresh(item))
      const lags = late.map(({ endpoint, answer }) => {
        return `${endpoint.origin}: is ${highest - answer.number} blocks behind, allowed are ${maxLagBlocks}`
      })
      const fresh = byHeight.filter(isFresh)
      const lowest = fresh.at(-1)?.answer as ChainBlock
      // If all endpoints have the same block, no more requests are needed.
      const isSame = fresh.every(({ answer }) => answer.hash === lowest.hash)
      const block = isSame ? lowest : await readBlock(lowest.number)
      const inUse = fresh.map(({ endpoint }) => endpoints.indexOf(endpoint))
      return { block, inUse, problems: [...problems, ...lags] }
    },
  }
}

class SilentError extends Error {}

// An HttpRequestError comes after the last retry, so its endpoint counts as silent too.
function isSilent(error: unknown): boolean {
  if (error instanceof SilentError) return true
  return error instanceof BaseError && error.walk((e) => e instanceof HttpRequestError) !== null
}

function pickBlock({ number, hash, timestamp }: ChainBlock): ChainBlock {
  return { number, hash, timestamp }
}

async function within<Answer>(timeoutMs: number, run: () => Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new SilentError(`does not answer within ${timeoutMs} ms`))
  }, timeoutMs)
  try {
    return await Promise.race([run(), promise])
  } finally {
    clearTimeout(timer)
  }
}

function stringify(answer: unknown): string {
  return JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}
