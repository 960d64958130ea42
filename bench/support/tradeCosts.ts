import { type Abi, type Address, parseAbi } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { send } from '../../stack/local/chainClient.ts'
import { computeMiddleX96 } from '../../stack/replay/poolMath.ts'
import type { Solver } from '../../stack/venues/solvers/createSolver.ts'
import { DEVIATION_PIPS, type OrderWorld } from '../../test/venues/support/orderWorld.ts'

/** What one trade cost the vault, and took from it. */
export interface TradeCost {
  /** At the spot price before anybody did anything, of what was given, 1e6 = 100 %. */
  costPips: number
  /** Dollars that were given, 1e6 = $1. */
  givenUsd6: bigint
  /** What somebody else gained by it, 1e6 = $1, at the same price. */
  attackerUsd6: bigint
  /** Of the transactions that the vault's keepers and solvers sent, each. */
  gas: Readonly<Record<string, bigint>>
}

const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
const slot0Abi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
])
const ONE_PIPS = 1_000_000
const GWEI = 10n ** 9n

/** By swap, as `rebalance` of a vault without orders does it. */
export function measureSwap(world: OrderWorld): Promise<TradeCost> {
  return measure(world, world.plainVault, async () => ({ swap: await rebalance(world) }))
}

/**
 * The same swap with an attacker around it: in one block he moves the price almost as far as the vault lets it be away
 * from the mean price, lets it trade, and moves the price back.
 */
export function measureSandwich(world: OrderWorld): Promise<TradeCost> {
  return measure(world, world.plainVault, async () => {
    const { client, venue, plainVault } = world
    const { trader, operator } = localAccounts
    const slot0 = { address: venue.pool, abi: slot0Abi, functionName: 'slot0' } as const
    const [, tick] = await client.readContract(slot0)
    // Dollars are sold: the pool's price, ether for a dollar, falls. A tick is 0.01 %.
    const ticks = Math.floor((DEVIATION_PIPS * 0.95) / 100)
    const swap = (isDollarSold: boolean, to: bigint) => ({
      tokenIn: isDollarSold ? venue.dollar : venue.weth,
      tokenOut: isDollarSold ? venue.weth : venue.dollar,
      fee: venue.feePips,
      recipient: trader.address,
      deadline: 2n ** 64n,
      amountIn: isDollarSold ? 10n ** 16n : 10n ** 25n,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: computeMiddleX96(to),
    })
    const nonce = await client.getTransactionCount({ address: trader.address })
    const common = { chain: null, gas: 1_000_000n, maxFeePerGas: 1_000n * GWEI } as const
    const attack = { ...common, account: trader, address: venue.router, abi: routerAbi } as const
    await client.setAutomine(false)
    const hashes = [
      await client.writeContract({
        ...attack,
        functionName: 'exactInputSingle',
        args: [swap(true, BigInt(tick - ticks))],
        nonce,
        maxPriorityFeePerGas: 30n * GWEI,
      }),
      await client.writeContract({
        ...common,
        account: operator,
        address: plainVault,
        abi: vaultAbi,
        functionName: 'rebalance',
        maxPriorityFeePerGas: 20n * GWEI,
      }),
      await client.writeContract({
        ...attack,
        functionName: 'exactInputSingle',
        args: [swap(false, BigInt(tick))],
        nonce: nonce + 1,
        maxPriorityFeePerGas: 10n * GWEI,
      }),
    ]
    await client.mine({ blocks: 1 })
    await client.setAutomine(true)
    const receipts = await Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash })))
    const places = receipts.map((it) => `${it.status} ${it.blockNumber} ${it.transactionIndex}`)
    const [{ blockNumber } = { blockNumber: 0n }] = receipts
    const wanted = [0, 1, 2].map((index) => `success ${blockNumber} ${index}`)
    if (`${places}` !== `${wanted}`) throw new Error(`no sandwich: ${places.join(', ')}`)
    return { swap: receipts[1]?.gasUsed ?? 0n }
  })
}

/** By order, with these solvers, who look every ten seconds. */
export function measureOrder(world: OrderWorld, solvers: readonly Solver[]): Promise<TradeCost> {
  return measure(world, world.vault, async () => {
    const opened = await world.act()
    const filled = await world.fill(solvers)
    if (filled === undefined) throw new Error('no solver filled the order; nothing to measure')
    const closed = await world.act()
    return { order: opened.gasUsed, settle: filled.gasUsed, close: closed.gasUsed }
  })
}

async function rebalance({ client, plainVault }: OrderWorld): Promise<bigint> {
  const call = { address: plainVault, abi: vaultAbi as Abi, functionName: 'rebalance', args: [] }
  return (await send(client, localAccounts.operator, call)).gasUsed
}

/** Leaves the chain as it was. */
async function measure(
  world: OrderWorld,
  vault: Address,
  trade: () => Promise<TradeCost['gas']>,
): Promise<TradeCost> {
  const { client } = world
  const id = await client.snapshot()
  try {
    const priceUsd6 = await world.readPriceUsd6()
    const attacker = localAccounts.trader.address
    const before = [await world.holdings(vault), await world.holdings(attacker)] as const
    const gas = await trade()
    const after = [await world.holdings(vault), await world.holdings(attacker)] as const
    const change = (index: 0 | 1) => ({
      usd6: after[index].usd6 - before[index].usd6,
      wad: after[index].wad - before[index].wad,
    })
    const value = ({ usd6, wad }: { usd6: bigint; wad: bigint }) =>
      usd6 + (wad * priceUsd6) / 10n ** 18n
    const givenUsd6 = -change(0).usd6
    const costPips = (Number(-value(change(0))) / Number(givenUsd6)) * ONE_PIPS
    return { costPips, givenUsd6, attackerUsd6: value(change(1)), gas }
  } finally {
    await client.revert({ id })
  }
}
