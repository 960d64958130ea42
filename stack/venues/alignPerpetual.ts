import { type Address, BaseError, maxUint256, parseEther, zeroHash } from 'viem'
import { floorRoot, maxOf, minOf } from '../../observation/integerMath.ts'
import { type ChainClient, send } from '../local/chainClient.ts'
import type { Perpetual } from './deployPerpetual.ts'
import { perpetualAbi } from './perpetualAbi.ts'
import { perpetualAccounts } from './perpetualAccounts.ts'

const ONE_PIPS = 1_000_000n
const TOLERANCE_PIPS = 1_000n // 0.1 %: what a trade costs
/** More than any trade needs: the price limit ends it. */
const AMOUNT = parseEther('1000000000')
/** Of roots, within the 10 % that the venue lets a price move in 15 seconds. */
const STEP = { up: 1_049n, down: 1_000n }
/** The venue's code for more than that. */
const TOO_FAR = 'EX_OPLAS'

export interface AlignOptions {
  /** How far the pool may be from where it belongs, 1e6 = 100 %. */
  tolerancePips?: bigint
  /** What longs pay above the index, 1e6 = 100 %; below 0: what shorts pay. That is a day's funding. */
  premiumPips?: bigint
}

/** A trade of the arbitrageur that moves the perpetual's pool. */
export interface PerpTrade {
  call: { address: Address; abi: typeof perpetualAbi; functionName: string; args: unknown[] }
  /** Whether it goes all the way: the venue lets the price move by 10 % at once. */
  isWhole: boolean
}

/**
 * Trades the perpetual's pool to the index price, as arbitrage would. It moves the price by 10 % at most: after a
 * larger jump, call it again 15 seconds later.
 *
 * @returns Whether the pool is where it belongs now.
 */
export async function alignPerpetual(
  client: ChainClient,
  perpetual: Perpetual,
  options: AlignOptions = {},
): Promise<boolean> {
  const trade = await planAlignment(client, perpetual, options)
  return trade === undefined || sendTrade(client, trade)
}

/** The trade that `alignPerpetual` would send; undefined: the pool is where it belongs. */
export async function planAlignment(
  client: ChainClient,
  perpetual: Perpetual,
  { tolerancePips = TOLERANCE_PIPS, premiumPips = 0n }: AlignOptions = {},
): Promise<PerpTrade | undefined> {
  const indexWad = await client.readContract({
    address: perpetual.baseToken,
    abi: perpetualAbi,
    functionName: 'getIndexPrice',
    args: [0n],
  })
  const targetWad = (indexWad * (ONE_PIPS + premiumPips)) / ONE_PIPS
  const poolWad = await readPerpPriceWad(client, perpetual)
  const distanceWad = maxOf(poolWad - targetWad, targetWad - poolWad)
  if (distanceWad * ONE_PIPS <= targetWad * tolerancePips) return undefined
  return planTrade(client, perpetual, targetWad)
}

/**
 * Trades the pool to a price, dollars for one ether, 1e18 = $1, or 10 % towards it.
 *
 * @returns Whether it is there now.
 */
export async function movePerpPrice(
  client: ChainClient,
  perpetual: Perpetual,
  toWad: bigint,
): Promise<boolean> {
  const trade = await planTrade(client, perpetual, toWad)
  return trade === undefined || sendTrade(client, trade)
}

async function planTrade(
  client: ChainClient,
  perpetual: Perpetual,
  toWad: bigint,
): Promise<PerpTrade | undefined> {
  const fromX96 = await readRootX96(client, perpetual)
  const targetX96 = floorRoot((toWad << 192n) / parseEther('1'), 2n)
  if (targetX96 === fromX96) return undefined
  const isSale = targetX96 < fromX96
  const limitX96 = isSale
    ? maxOf(targetX96, (fromX96 * STEP.down) / STEP.up)
    : minOf(targetX96, (fromX96 * STEP.up) / STEP.down)
  const opening = {
    baseToken: perpetual.baseToken,
    isBaseToQuote: isSale,
    isExactInput: true,
    amount: AMOUNT,
    oppositeAmountBound: 0n,
    deadline: maxUint256,
    sqrtPriceLimitX96: limitX96,
    referralCode: zeroHash,
  }
  return {
    call: {
      address: perpetual.clearingHouse,
      abi: perpetualAbi,
      functionName: 'openPosition',
      args: [opening],
    },
    isWhole: limitX96 === targetX96,
  }
}

/** @returns whether the pool is now where the trade was to bring it. */
async function sendTrade(client: ChainClient, { call, isWhole }: PerpTrade): Promise<boolean> {
  try {
    await send(client, perpetualAccounts.arbitrageur, call)
  } catch (error) {
    if (error instanceof BaseError && error.message.includes(TOO_FAR)) return false
    throw error
  }
  return isWhole
}

/** The price of the smallest trade, without fee: dollars for one ether, 1e18 = $1. */
export async function readPerpPriceWad(
  client: ChainClient,
  perpetual: Pick<Perpetual, 'pool'>,
): Promise<bigint> {
  return ((await readRootX96(client, perpetual)) ** 2n * parseEther('1')) >> 192n
}

async function readRootX96(client: ChainClient, { pool }: Pick<Perpetual, 'pool'>) {
  const slot0 = { address: pool, abi: perpetualAbi, functionName: 'slot0' } as const
  return (await client.readContract(slot0))[0]
}
