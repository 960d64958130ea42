import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Abi, type Address, erc20Abi, parseAbi } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { type Parameters, parameterMax } from '../../../core/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import {
  type ChainClient,
  createChainClient,
  deployArtifact,
  send,
} from '../../../stack/local/chainClient.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { deployVenue, type Venue } from '../../../stack/local/deployVenue.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { openPool } from '../../../stack/local/openPool.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'
import { computeMiddleX96 } from '../../../stack/replay/poolMath.ts'

const CHAIN_ID = 31_337
/** What the pool remembers from the start on. */
const WINDOW_SEC = 1_800
const OBSERVATIONS = 400
const FEE_PIPS = 500
/** About $10M of either token within a factor of e of the price at $2,000. */
const LIQUIDITY = 2n * 10n ** 17n

const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
const slot0Abi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
])
const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function transfer(address, uint256) returns (bool)',
])

/** All drift at once, outside a band of 1 %, back to the target; no limit on size. A test changes what it is about. */
export const eagerParameters: Parameters = {
  aggressivenessPips: 1_000_000n,
  bandPips: 10_000n,
  maxTradeUsd: parameterMax.maxTradeUsd,
  intervalSec: 600n,
  cppiMultiplierE3: 2_000n,
  guardPips: 200_000n,
  lotPips: 0n,
  returnPips: 0n,
}

/** A chain with the dollar, wrapped ether and their real Uniswap v3 pool, deep and with half an hour of memory. */
export interface World {
  client: ChainClient
  url: string
  venue: Venue
  /** Follows the pool's spot price in Chainlink's form. */
  aggregator: Address
  marketId: typeof LOCAL_MARKET_ID
  /** Who deploys, and may be anything that needs no ether of its own. */
  deployer: HDAccount
  deploy(name: string, source: string, args: readonly unknown[]): Promise<Address>
  /** Parameters set by hand (tools/FixedParameters). */
  deployParameters(values?: Parameters): Promise<Address>
  call(
    account: HDAccount,
    address: Address,
    abi: Abi | readonly unknown[],
    functionName: string,
    args?: readonly unknown[],
  ): ReturnType<typeof send>
  /** Dollars (1e6 = $1) and wrapped ether (1e18 = 1) to an account. */
  give(to: Address, amounts: { usd6?: bigint; wad?: bigint }): Promise<void>
  approve(owner: HDAccount, token: Address, spender: Address): Promise<void>
  balanceOf(token: Address, account: Address): Promise<bigint>
  /** Lets time pass, with one block at its end. */
  pass(seconds: number): Promise<void>
  /** Dollars for one ether, 1e6 = $1, at the pool's spot price. */
  readPriceUsd6(): Promise<bigint>
  /** Swaps until the pool's spot price is within 0.01 % of this. The mean price follows with time: `pass`. */
  movePrice(toUsd6: bigint): Promise<void>
  stop(): Promise<void>
}

export interface WorldOptions {
  /** The first price, 1e6 = $1. */
  priceUsd6?: bigint
  genesisAt?: bigint
}

/** Starts it on a free port; `stop` ends it and removes what it wrote. */
export async function startWorld({
  priceUsd6 = 2_000_000_000n,
  genesisAt,
}: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-venues-'))
  const port = await choosePort('anvil', undefined)
  const anvil = await startAnvil({
    port,
    chainId: CHAIN_ID,
    genesisAt,
    logFile: join(folder, 'anvil.log'),
    dataDir: folder,
  })
  const stop = async () => {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return await furnish(`http://127.0.0.1:${port}`, priceUsd6, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function furnish(url: string, priceUsd6: bigint, stop: World['stop']): Promise<World> {
  const client = createChainClient(url)
  const { deployer, trader } = localAccounts
  const venue = await deployVenue(client, FEE_PIPS)
  const tick = tickOfPrice(priceUsd6)
  await openPool(client, venue, {
    tick,
    liquidity: LIQUIDITY,
    observationCardinality: OBSERVATIONS,
  })
  const deploy: World['deploy'] = (name, source, args) =>
    deployArtifact(client, deployer, name, readArtifact(source), args)
  // The dollar is token0.
  const aggregator = await deploy('PoolAggregator', 'tools/PoolAggregator', [
    venue.pool,
    false,
    18,
    6,
  ])
  const call: World['call'] = (account, address, abi, functionName, args = []) =>
    send(client, account, { address, abi: abi as Abi, functionName, args })
  const readRootX96 = async () => {
    const slot0 = { address: venue.pool, abi: slot0Abi, functionName: 'slot0' } as const
    return (await client.readContract(slot0))[0]
  }
  const pass = async (seconds: number) => {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }
  await pass(WINDOW_SEC)
  return {
    client,
    url,
    venue,
    aggregator,
    marketId: LOCAL_MARKET_ID,
    deployer,
    deploy,
    deployParameters: (values = eagerParameters) =>
      deploy('FixedParameters', 'tools/FixedParameters', [values]),
    call,
    async give(to, { usd6 = 0n, wad = 0n }) {
      if (usd6 > 0n) await call(trader, venue.dollar, tokenAbi, 'mint', [to, usd6])
      if (wad > 0n) await call(trader, venue.weth, tokenAbi, 'transfer', [to, wad])
    },
    async approve(owner, token, spender) {
      await call(owner, token, erc20Abi, 'approve', [spender, 2n ** 256n - 1n])
    },
    balanceOf: (token, account) =>
      client.readContract({
        address: token,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [account],
      }),
    pass,
    async readPriceUsd6() {
      // Ether for a dollar is the root's square.
      return ((1n << 192n) * 10n ** 18n) / (await readRootX96()) ** 2n
    },
    async movePrice(toUsd6) {
      const limitX96 = computeMiddleX96(tickOfPrice(toUsd6))
      const rootX96 = await readRootX96()
      // A swap that ends where it begins is refused.
      if (limitX96 === rootX96) return
      const isDollarSold = limitX96 < rootX96
      const params = {
        tokenIn: isDollarSold ? venue.dollar : venue.weth,
        tokenOut: isDollarSold ? venue.weth : venue.dollar,
        fee: FEE_PIPS,
        recipient: trader.address,
        deadline: 2n ** 64n,
        amountIn: isDollarSold ? 10n ** 16n : 10n ** 25n,
        amountOutMinimum: 0n,
        sqrtPriceLimitX96: limitX96,
      }
      await call(trader, venue.router, routerAbi, 'exactInputSingle', [params])
    },
    stop,
  }
}

/** Of the pool's price, smallest units of ether for one of the dollar. */
function tickOfPrice(priceUsd6: bigint): bigint {
  return BigInt(Math.floor(Math.log(1e18 / Number(priceUsd6)) / Math.log(1.0001)))
}
