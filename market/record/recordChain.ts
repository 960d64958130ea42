import { setTimeout as sleep } from 'node:timers/promises'
import pRetry from 'p-retry'
import {
  type Address,
  type Block,
  createPublicClient,
  type PublicClient,
  parseAbi,
  parseAbiItem,
  BaseError as ViemError,
} from 'viem'
import { checkBlock, checkLogs } from '../../client/logs/checkLogs.ts'
import { createBlockLogsReader } from '../../client/logs/readBlockLogs.ts'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { poolEventTopics, type RawLog } from '../../observation/index.ts'
import { minOf } from '../../observation/integerMath.ts'
import { RecordError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import type { PoolSpot } from '../poolMinutes.ts'
import { isTransient, readRetryAfterSec } from './rpcFailure.ts'

/** The most requests that wait for an answer at one time. */
const MAX_CONCURRENCY = 4
/** How often one request is repeated, after 0.5 s at first and 30 s at most. */
const RETRIES = 6
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** The longest wait that a node may ask for by Retry-After; a longer one is reported to the user. */
const LONGEST_RETRY_AFTER_SEC = 600

const poolEvents = [
  parseAbiItem('event Initialize(uint160 sqrtPriceX96, int24 tick)'),
  parseAbiItem(
    'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  ),
  parseAbiItem(
    'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  ),
  parseAbiItem(
    'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  ),
] as const

const poolAbi = parseAbi([
  'function token0() view returns (address)',
  'function token1() view returns (address)',
  'function fee() view returns (uint24)',
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
])
const tokenAbi = parseAbi([
  'function decimals() view returns (uint8)',
  'function symbol() view returns (string)',
])

export type Header = Block<bigint, false, 'latest'>

/** What a pool says of itself. */
export interface PoolFacts {
  asset: string
  quote: string
  /** 1e6 = 100 %. */
  feePips: number
}

/** Reads any chain, in a way that a public node puts up with. */
export class RecordChain {
  readonly chainId: number
  readonly #client: PublicClient
  readonly #node: string
  readonly #signal: AbortSignal | undefined
  /** How many blocks' logs are asked for at once, what nearly every node takes; less after each refusal. */
  #logSpan = 1_000n

  private constructor(client: PublicClient, node: string, chainId: number, signal?: AbortSignal) {
    this.#client = client
    this.#node = node
    this.chainId = chainId
    this.#signal = signal
  }

  /** @throws RecordError if no server answers there, or it is no Ethereum node. */
  static async open(url: string, signal?: AbortSignal): Promise<RecordChain> {
    const transport = nodeTransport(url, {
      retryCount: 0,
      timeout: 30_000,
      ...(signal && { fetchOptions: { signal } }),
    })
    const client = createPublicClient({ transport })
    const node = `the node at ${new URL(url).origin}`
    const chain = new RecordChain(client, node, 0, signal)
    const chainId = await chain
      .#ask(() => client.getChainId(), 1)
      .catch((cause) => {
        signal?.throwIfAborted()
        if (cause instanceof RecordError) throw cause
        throw new RecordError(`${node} is no Ethereum node; give the URL of one`, { cause })
      })
    return new RecordChain(client, node, chainId, signal)
  }

  /** @throws RecordError if it is no Uniswap v3 pool of a dollar and a native coin, in this order. */
  async checkPool(pool: Address): Promise<PoolFacts> {
    const token0 = (await this.#readPool(pool, 'token0')) as Address
    const token1 = (await this.#readPool(pool, 'token1')) as Address
    const feePips = Number(await this.#readPool(pool, 'fee'))
    await this.#readPool(pool, 'slot0')
    await this.#checkDecimals(pool, 'token0', token0, 6, 'the dollar')
    await this.#checkDecimals(pool, 'token1', token1, 18, 'the wrapped native coin')
    const [quote, asset] = [await this.#readSymbol(token0), await this.#readSymbol(token1)]
    return { quote: quote ?? 'USD', asset: asset ?? 'ETH', feePips }
  }

  /** The first block at or after a time. @throws RecordError if the chain has none yet. */
  async findBlock(at: bigint): Promise<Header> {
    let high = await this.#ask(() => this.#client.getBlock())
    if (high.timestamp < at) {
      throw new RecordError(
        `the chain's last block is of ${formatMinute(high.timestamp)} UTC, the record needs one of ` +
          `${formatMinute(at)} or later; give an earlier --to`,
      )
    }
    let below = -1n
    while (below + 1n < high.number) {
      const middle = await this.readHeader((below + high.number) / 2n)
      if (middle.timestamp >= at) high = middle
      else below = middle.number
    }
    return high
  }

  async readHeader(blockNumber: bigint): Promise<Header> {
    return this.#ask(() => this.#client.getBlock({ blockNumber }))
  }

  /** Headers of some blocks in their order, a few at a time. */
  async readHeaders(from: bigint, to: bigint): Promise<Header[]> {
    const headers = new Array<Header>(Number(to - from + 1n))
    let next = 0
    const work = async () => {
      try {
        while (next < headers.length) {
          const at = next++
          headers[at] = await this.readHeader(from + BigInt(at))
        }
      } finally {
        // The others stop as well when one has failed.
        next = headers.length
      }
    }
    await Promise.all(Array.from({ length: MAX_CONCURRENCY }, work))
    return headers
  }

  /** The pool's events of some blocks, in the order of the chain. */
  async readLogs(address: Address, from: bigint, to: bigint) {
    const ask = (fromBlock: bigint, toBlock: bigint) =>
      this.#client.getLogs({ address, events: poolEvents, fromBlock, toBlock, strict: true })
    const logs: Awaited<ReturnType<typeof ask>> = []
    for (let begin = from; begin <= to; ) {
      const end = minOf(to, begin + this.#logSpan - 1n)
      try {
        logs.push(...(await this.#askRaw(() => ask(begin, end))))
        begin = end + 1n
      } catch (cause) {
        if (isTransient(cause) || begin === end) throw this.#describe(cause)
        this.#logSpan = (end - begin + 1n) / 2n
      }
    }
    return logs
  }

  /** @throws IncompleteLogsError if headers or receipts show more events of the pool than the node gave. */
  async checkLogs(
    address: Address,
    headers: readonly Header[],
    logs: readonly RawLog[],
  ): Promise<void> {
    const filter = { addresses: [address], topics: poolEventTopics }
    const readBlockLogs = createBlockLogsReader(this.#client, (request) => this.#ask(request))
    await checkLogs(readBlockLogs, headers, logs, filter)
    // A node that cuts off cuts at the end of its answer.
    const last = headers.find(({ number }) => number === logs.at(-1)?.blockNumber)
    if (last !== undefined) await checkBlock(readBlockLogs, last, logs, filter)
  }

  /** The pool after a block; undefined if it had no price then, or the node does not have that state. */
  async readSpot(address: Address, blockNumber: bigint): Promise<PoolSpot | undefined> {
    const at = { address, abi: poolAbi, blockNumber } as const
    try {
      const [sqrtPriceX96, tick] = await this.#askRaw(() =>
        this.#client.readContract({ ...at, functionName: 'slot0' }),
      )
      const liquidity = await this.#askRaw(() =>
        this.#client.readContract({ ...at, functionName: 'liquidity' }),
      )
      return sqrtPriceX96 === 0n ? undefined : { tick: BigInt(tick), liquidity }
    } catch (cause) {
      if (isTransient(cause)) throw this.#describe(cause)
      return undefined
    }
  }

  async #readPool(address: Address, name: 'token0' | 'token1' | 'fee' | 'slot0'): Promise<unknown> {
    const call = { address, abi: poolAbi, functionName: name } as const
    try {
      return await this.#askRaw(() => this.#client.readContract(call as never))
    } catch (cause) {
      if (isTransient(cause)) throw this.#describe(cause)
      throw new RecordError(
        `${address} is no Uniswap v3 pool on chain ${this.chainId}: it does not answer ${name}(); ` +
          'give the address of one, or the node of its chain',
        { cause },
      )
    }
  }

  /** Undefined for a token without one, or with one that is none. */
  async #readSymbol(address: Address): Promise<string | undefined> {
    const call = { address, abi: tokenAbi, functionName: 'symbol' } as const
    const symbol = await this.#askRaw(() => this.#client.readContract(call)).catch((cause) => {
      if (isTransient(cause)) throw this.#describe(cause)
      return ''
    })
    return /^[\w.]{1,16}$/.test(symbol) ? symbol : undefined
  }

  async #checkDecimals(pool: Address, name: string, token: Address, allowed: number, what: string) {
    const call = { address: token, abi: tokenAbi, functionName: 'decimals' } as const
    const got = await this.#askRaw(() => this.#client.readContract(call)).catch((cause) => {
      if (isTransient(cause)) throw this.#describe(cause)
      return 'no'
    })
    if (got === allowed) return
    throw new RecordError(
      `${name} of the pool ${pool} is ${token}, which has ${got} decimals; a market needs ${what} with ` +
        `${allowed} there: token0 a dollar of 6, token1 the native coin of 18; give a pool of that order`,
    )
  }

  async #ask<Answer>(request: () => Promise<Answer>, retries?: number): Promise<Answer> {
    try {
      return await this.#askRaw(request, retries)
    } catch (cause) {
      throw this.#describe(cause)
    }
  }

  async #askRaw<Answer>(request: () => Promise<Answer>, retries = RETRIES): Promise<Answer> {
    try {
      return await pRetry(request, {
        retries,
        minTimeout: FIRST_WAIT_MS,
        maxTimeout: LONGEST_WAIT_MS,
        randomize: true,
        shouldRetry: ({ error }) => isTransient(error),
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (retriesLeft > 0) await this.#waitAsTold(error)
        },
        ...(this.#signal && { signal: this.#signal }),
      })
    } catch (cause) {
      this.#signal?.throwIfAborted()
      throw cause
    }
  }

  async #waitAsTold(error: unknown): Promise<void> {
    const waitSec = readRetryAfterSec(error)
    if (waitSec > LONGEST_RETRY_AFTER_SEC) {
      throw new RecordError(
        `${this.#node} asks to wait for ${Math.ceil(waitSec)} s; run the same command again then, or give another`,
      )
    }
    const options = this.#signal && { signal: this.#signal }
    if (waitSec > 0) await sleep(waitSec * 1_000, undefined, options)
  }

  // By what of its URL is no secret; viem's own messages quote all of it.
  #describe(cause: unknown): unknown {
    if (!(cause instanceof ViemError)) return cause
    const failure = explainNodeFailure(cause)
    if (failure !== undefined) {
      return new RecordError(`${this.#node} ${failure.what}; ${failure.advice}`, { cause })
    }
    const isBlock = cause.name === 'BlockNotFoundError'
    const reason = isBlock ? 'does not have a block of that time' : `refuses: ${cause.details}`
    return new RecordError(`${this.#node} ${reason}; check its URL, or give another node`, {
      cause,
    })
  }
}
