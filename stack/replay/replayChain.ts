import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  numberToHex,
  parseAbi,
  type RpcBlock,
} from 'viem'
import { formatMinute } from '../../market/formatMinute.ts'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, createChainClient } from '../local/chainClient.ts'
import { ReplayError } from './errors.ts'
import { computeMintAmounts, findFullRangeTick } from './poolMath.ts'

/** A pool that a replay can drive, and what it takes to trade on it. */
export interface ReplayPool {
  /** token0, the dollar, and token1, the wrapped native coin. */
  dollar: Address
  weth: Address
  router: Address
  positionManager: Address
  pool: Address
  /** 1e6 = 100 %. */
  feePips: number
  /** The position whose liquidity is changed; the trader owns it. */
  positionId: bigint
}

/** One step of a row. */
export type Action =
  /** To this much in range. */
  | { type: 'liquidity'; liquidity: bigint }
  /** To this price, a square root in Q96. */
  | { type: 'trade'; toX96: bigint }

/** The pool and the last block, as read from the chain. */
export interface PoolState {
  sqrtPriceX96: bigint
  tick: bigint
  liquidity: bigint
}

interface BlockState extends PoolState {
  blockNumber: number
  timestamp: bigint
  gasUsed: bigint
  transactions: readonly Hex[]
}

const abi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
  'struct Increase { uint256 tokenId; uint256 amount0Desired; uint256 amount1Desired; uint256 amount0Min; uint256 amount1Min; uint256 deadline; }',
  'function increaseLiquidity(Increase params) payable returns (uint128, uint256, uint256)',
  'struct Decrease { uint256 tokenId; uint128 liquidity; uint256 amount0Min; uint256 amount1Min; uint256 deadline; }',
  'function decreaseLiquidity(Decrease params) payable returns (uint256, uint256)',
])

/** Far away: no block of a replay is ever late. */
const DEADLINE = 2n ** 64n
/** More than any trade takes; a trade ends at its price, not at its amount. */
const AMOUNT_IN = 2n ** 96n
const ACTION_GAS_LIMIT = 1_000_000n
/** Above any recorded base fee; anvil takes the highest bidder first. */
const TRADER_MAX_FEE = 10n ** 15n
/** Code of one invalid instruction: a call uses up all of its gas at once. */
const BURNER: Address = '0x000000000000000000000000000000000000fe11'
const BURNER_CODE = '0xfe'

/** Puts blocks on a local chain, one after the other, with all that a recording says of them. */
export class ReplayChain {
  readonly gasLimit: bigint
  state: BlockState
  readonly #client: ChainClient
  readonly #pool: ReplayPool
  readonly #nonces: { trader: number; filler: number }
  #gasUsed = 0n
  #blocks = 0n

  private constructor(
    client: ChainClient,
    pool: ReplayPool,
    gasLimit: bigint,
    state: BlockState,
    nonces: { trader: number; filler: number },
  ) {
    this.#client = client
    this.#pool = pool
    this.gasLimit = gasLimit
    this.state = state
    this.#nonces = nonces
  }

  /**
   * @param beginAt - When the first block is to be, unix seconds.
   * @throws ReplayError if the chain is no local one or past that time, or the address is no pool.
   */
  static async open(url: string, pool: ReplayPool, beginAt: bigint): Promise<ReplayChain> {
    const client = createChainClient(url)
    await requireAnvil(client)
    const state = await readState(client, pool.pool)
    if (state.timestamp >= beginAt) {
      throw new ReplayError(
        `the chain's last block is of ${formatMinute(state.timestamp)} UTC, the first recorded one is of ` +
          `${formatMinute(beginAt)}; start the stack again with --replay, or give a later --from`,
      )
    }
    const { gasLimit } = await client.getBlock()
    const [trader, filler] = await Promise.all([
      client.getTransactionCount({ address: localAccounts.trader.address }),
      client.getTransactionCount({ address: localAccounts.filler.address }),
    ])
    return new ReplayChain(client, pool, gasLimit, state, { trader, filler })
  }

  /** Of the blocks added so far, 1e6 = 100 %. */
  get gasUsedRatioPips(): bigint {
    return this.#blocks === 0n ? 0n : (this.#gasUsed * 1_000_000n) / (this.gasLimit * this.#blocks)
  }

  async takeOver(): Promise<void> {
    await this.#client.setCode({ address: BURNER, bytecode: BURNER_CODE })
    await this.#client.setAutomine(false)
    // Fails where no interval was set.
    await this.#client.removeBlockTimestampInterval().catch(() => {})
  }

  async handBack(): Promise<void> {
    await this.#client.setAutomine(true)
  }

  /** Gas limits of the transactions that others have waiting. Drops what is left of our own. */
  async readOthersGas(): Promise<bigint> {
    const { pending, queued } = await this.#client.getTxpoolStatus()
    if (pending + queued === 0) return 0n
    const { address } = localAccounts.filler
    const content = await this.#client.getTxpoolContent()
    const entries = Object.values(content.pending).flatMap((byNonce) => Object.values(byNonce))
    const isOwn = (from: string) => from.toLowerCase() === address.toLowerCase()
    for (const { from, hash } of entries) {
      if (isOwn(from)) await this.#client.dropTransaction({ hash })
    }
    this.#nonces.filler = await this.#client.getTransactionCount({ address })
    return entries.reduce((sum, { from, gas }) => (isOwn(from) ? sum : sum + BigInt(gas)), 0n)
  }

  /**
   * Adds one block with these actions and this filling.
   *
   * @returns whether others have transactions in it. Their number would not show it: theirs may have taken the room of one
   *   of our own.
   */
  async addBlock(
    timestamp: bigint,
    baseFeePerGas: bigint,
    actions: readonly Action[],
    fill: readonly bigint[],
  ): Promise<boolean> {
    const calls = this.#encodeActions(actions)
    const [, ...own] = await Promise.all([
      this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas }),
      ...calls.map((call) => {
        const nonce = this.#nonces.trader++
        const { address } = localAccounts.trader
        return this.#send(address, nonce, call.to, ACTION_GAS_LIMIT, TRADER_MAX_FEE, call.data)
      }),
      ...fill.map((gas) => {
        const nonce = this.#nonces.filler++
        return this.#send(localAccounts.filler.address, nonce, BURNER, gas, baseFeePerGas, '0x')
      }),
    ])
    await this.#client.request({
      method: 'evm_mine',
      params: [{ timestamp: numberToHex(timestamp) }],
    } as never)
    this.state = await readState(this.#client, this.#pool.pool)
    this.#gasUsed += this.state.gasUsed
    this.#blocks += 1n
    return this.state.transactions.some((hash) => !own.includes(hash))
  }

  #send(from: Address, nonce: number, to: Address, gas: bigint, maxFee: bigint, data: Hex) {
    const [maxFeePerGas, zero] = [numberToHex(maxFee), numberToHex(0)]
    const call = { from, to, nonce: numberToHex(nonce), gas: numberToHex(gas), data }
    return this.#client.request({
      method: 'eth_sendTransaction',
      params: [{ ...call, maxFeePerGas, maxPriorityFeePerGas: zero }],
    } as never) as Promise<Hex>
  }

  #encodeActions(actions: readonly Action[]): { to: Address; data: Hex }[] {
    let { sqrtPriceX96, liquidity } = this.state
    const calls: { to: Address; data: Hex }[] = []
    for (const action of actions) {
      if (action.type === 'trade') {
        if (action.toX96 === sqrtPriceX96) continue
        calls.push({ to: this.#pool.router, data: this.#encodeTrade(sqrtPriceX96, action.toX96) })
        sqrtPriceX96 = action.toX96
      } else {
        if (action.liquidity === liquidity) continue
        const data = this.#encodeLiquidity(sqrtPriceX96, action.liquidity - liquidity)
        calls.push({ to: this.#pool.positionManager, data })
        liquidity = action.liquidity
      }
    }
    return calls
  }

  #encodeTrade(fromX96: bigint, toX96: bigint): Hex {
    const { dollar, weth, feePips } = this.#pool
    const [tokenIn, tokenOut] = toX96 < fromX96 ? [dollar, weth] : [weth, dollar]
    const recipient = localAccounts.trader.address
    const params = {
      tokenIn,
      tokenOut,
      fee: feePips,
      recipient,
      deadline: DEADLINE,
      amountIn: AMOUNT_IN,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: toX96,
    }
    return encodeFunctionData({ abi, functionName: 'exactInputSingle', args: [params] })
  }

  #encodeLiquidity(sqrtPriceX96: bigint, change: bigint): Hex {
    const common = {
      tokenId: this.#pool.positionId,
      amount0Min: 0n,
      amount1Min: 0n,
      deadline: DEADLINE,
    }
    if (change < 0n) {
      const params = { ...common, liquidity: -change }
      return encodeFunctionData({ abi, functionName: 'decreaseLiquidity', args: [params] })
    }
    const fullRangeTick = findFullRangeTick(this.#pool.feePips)
    const { amount0, amount1 } = computeMintAmounts(sqrtPriceX96, change, fullRangeTick)
    const params = { ...common, amount0Desired: amount0, amount1Desired: amount1 }
    return encodeFunctionData({ abi, functionName: 'increaseLiquidity', args: [params] })
  }
}

async function requireAnvil(client: ChainClient): Promise<void> {
  const url = new URL(client.transport.url ?? 'http://127.0.0.1')
  let version: string
  try {
    version = (await client.request({ method: 'web3_clientVersion' } as never)) as string
  } catch (cause) {
    throw new ReplayError(`the node at ${url.origin} does not answer; start it`, { cause })
  }
  if (/^anvil/i.test(version)) return
  throw new ReplayError(
    `the node at ${url.origin} is ${version}, a market can be replayed on anvil only; start the stack`,
  )
}

const slot0Call = encodeFunctionData({ abi, functionName: 'slot0' })
const liquidityCall = encodeFunctionData({ abi, functionName: 'liquidity' })

async function readState(client: ChainClient, pool: Address): Promise<BlockState> {
  // Undecoded, as it is: this runs after every block.
  const ask = <Answer>(method: string, params: unknown[]) =>
    client.request({ method, params } as never) as Promise<Answer>
  const [block, slot0, liquidity] = await Promise.all([
    ask<RpcBlock<'latest', false> | null>('eth_getBlockByNumber', ['latest', false]),
    ask<Hex>('eth_call', [{ to: pool, data: slot0Call }, 'latest']),
    ask<Hex>('eth_call', [{ to: pool, data: liquidityCall }, 'latest']),
  ])
  if (block === null) throw new ReplayError('the chain has no block; start the stack again')
  const { number, timestamp, gasUsed, transactions } = block
  return {
    ...decodePool(pool, slot0, liquidity),
    blockNumber: Number(number),
    timestamp: hexToBigInt(timestamp),
    gasUsed: hexToBigInt(gasUsed),
    transactions,
  }
}

function decodePool(pool: Address, slot0: Hex, liquidity: Hex): PoolState {
  let state: PoolState
  try {
    const data = { abi, data: slot0 } as const
    const [sqrtPriceX96, tick] = decodeFunctionResult({ ...data, functionName: 'slot0' })
    const inRange = decodeFunctionResult({ abi, functionName: 'liquidity', data: liquidity })
    state = { sqrtPriceX96, tick: BigInt(tick), liquidity: inRange }
  } catch (cause) {
    throw new ReplayError(`${pool} is no Uniswap v3 pool; give the address of one`, { cause })
  }
  if (state.sqrtPriceX96 > 0n) return state
  throw new ReplayError(`the pool ${pool} has no price yet; initialise it`)
}
