import { type Address, erc20Abi, parseAbi } from 'viem'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, send } from '../../../stack/local/chainClient.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import type { PoolChain } from './startPoolChain.ts'

const BLOCKS_PER_MINUTE = 5
const BLOCK_SEC = 12n

const abi = parseAbi([
  'function fee() view returns (uint24)',
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
  'struct Increase { uint256 tokenId; uint256 amount0Desired; uint256 amount1Desired; uint256 amount0Min; uint256 amount1Min; uint256 deadline; }',
  'function increaseLiquidity(Increase params) payable returns (uint128, uint256, uint256)',
])

/** What the chain itself says of a minute that was traded. */
export interface TradedMinute {
  /** Its end, unix seconds. */
  at: bigint
  /** The pool's tick after each trade, in order; the tick as it stands where there was none. */
  ticks: bigint[]
  liquidity: bigint
  /** What the pool's balances gained by trades that paid in. */
  inAmount0: bigint
  inAmount1: bigint
}

export interface TradedBlock {
  number: bigint
  at: bigint
  baseFeePerGas: bigint
  gasUsedRatioPips: bigint
}

/**
 * Opens the pool, mines an hour of empty blocks from `hourAt` to `fromAt`, 6 s apart, and trades for some minutes: by purchases and
 * sales, one in the first two blocks of a minute each; a position grows in minute 2, and nobody trades in minute 3.
 */
export async function tradeMinutes(
  { client, venue }: PoolChain,
  { hourAt, fromAt, minutes }: { hourAt: bigint; fromAt: bigint; minutes: number },
): Promise<{ minutes: TradedMinute[]; blocks: TradedBlock[] }> {
  const liquidity = 10n ** 18n
  await openPool(client, venue, { tick: 201_000n, liquidity, observationCardinality: 1 })
  await client.setNextBlockTimestamp({ timestamp: hourAt })
  await client.mine({ blocks: 1 })
  await client.mine({ blocks: Number((fromAt - hourAt) / 6n) - 1, interval: 6 })
  await client.removeBlockTimestampInterval()
  const firstBlock = (await client.getBlockNumber()) + 1n

  const { pool, dollar, weth } = venue
  const read = { address: pool, abi } as const
  const fee = await client.readContract({ ...read, functionName: 'fee' })
  const readTick = async () =>
    BigInt((await client.readContract({ ...read, functionName: 'slot0' }))[1])
  const traded: TradedMinute[] = []
  for (let minute = 0; minute < minutes; minute += 1) {
    const beginAt = fromAt + BigInt(minute) * 60n
    const ticks: bigint[] = []
    let [inAmount0, inAmount1] = [0n, 0n]
    for (let block = 0; block < BLOCKS_PER_MINUTE; block += 1) {
      await client.setNextBlockTimestamp({ timestamp: beginAt + BigInt(block) * BLOCK_SEC })
      if (minute === 2 && block === 2) await growPosition(client, venue.positionManager)
      else if (minute !== 3 && block < 2) {
        const isPurchase = (minute + block) % 3 !== 0
        const [tokenIn, tokenOut] = isPurchase ? [dollar, weth] : [weth, dollar]
        const amountIn = isPurchase ? BigInt(minute + 1) * 10n ** 9n : 5n * 10n ** 17n
        const before = await readBalance(client, tokenIn, pool)
        await swap(client, venue.router, { tokenIn, tokenOut, fee, amountIn })
        const gained = (await readBalance(client, tokenIn, pool)) - before
        if (isPurchase) inAmount0 += gained
        else inAmount1 += gained
        ticks.push(await readTick())
      } else await client.mine({ blocks: 1 })
    }
    traded.push({
      at: beginAt + 60n,
      ticks: ticks.length > 0 ? ticks : [await readTick()],
      liquidity: await client.readContract({ ...read, functionName: 'liquidity' }),
      inAmount0,
      inAmount1,
    })
  }
  const lastBlock = await client.getBlockNumber()
  // The block that shows that the last minute is over.
  await client.setNextBlockTimestamp({ timestamp: fromAt + BigInt(minutes) * 60n })
  await client.mine({ blocks: 1 })
  return { minutes: traded, blocks: await readBlocks(client, firstBlock, lastBlock) }
}

async function readBlocks(client: ChainClient, from: bigint, to: bigint): Promise<TradedBlock[]> {
  const blocks: TradedBlock[] = []
  for (let number = from; number <= to; number += 1n) {
    const { timestamp, baseFeePerGas, gasUsed, gasLimit } = await client.getBlock({
      blockNumber: number,
    })
    const gasUsedRatioPips = (gasUsed * 1_000_000n) / gasLimit
    blocks.push({ number, at: timestamp, baseFeePerGas: baseFeePerGas ?? 0n, gasUsedRatioPips })
  }
  return blocks
}

function readBalance(client: ChainClient, address: Address, owner: Address): Promise<bigint> {
  return client.readContract({ address, abi: erc20Abi, functionName: 'balanceOf', args: [owner] })
}

async function swap(
  client: ChainClient,
  router: Address,
  trade: { tokenIn: Address; tokenOut: Address; fee: number; amountIn: bigint },
): Promise<void> {
  const { trader } = localAccounts
  const rest = { deadline: 2n ** 64n, amountOutMinimum: 0n, sqrtPriceLimitX96: 0n }
  const args = [{ ...trade, recipient: trader.address, ...rest }]
  await send(client, trader, { address: router, abi, functionName: 'exactInputSingle', args })
}

async function growPosition(client: ChainClient, manager: Address): Promise<void> {
  const amounts = { amount0Desired: 10n ** 12n, amount1Desired: 10n ** 21n }
  const rest = { amount0Min: 0n, amount1Min: 0n, deadline: 2n ** 64n }
  const args = [{ tokenId: POSITION_ID, ...amounts, ...rest }]
  const call = { address: manager, abi, functionName: 'increaseLiquidity', args }
  await send(client, localAccounts.trader, call)
}
