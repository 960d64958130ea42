// A chain on which two markets share a pool at two offsets, and everything happens to them that the index measures.

import { type Hex, toHex, zeroAddress, zeroHash } from 'viem'
import { type Observation, type Parameters, packEvidence, packVector } from '../../../core/index.ts'
import { encodeOracle, encodePortfolio, revertingCode } from './emitter.ts'
import { accountOf, at } from './fixture.ts'
import { type ChainLog, encodeLog, type LogChain } from './logChain.ts'
import {
  createConfig,
  fallback,
  oracle,
  otherPortfolio,
  policy,
  sourceOne,
  sourceTwo,
  vector,
} from './marketConfig.ts'

/** A whole hour for offset 0, unix seconds. */
export const STORY_AT = 1_700_002_800n
/** For how long it goes on, seconds: a whole hour of either market at each of its offsets. */
const LENGTH_SEC = 15_000n

export const oneId = toHex('one', { size: 32 })
export const twoId = toHex('two', { size: 32 })
const model = accountOf(0xb3)

export const evidence: Observation = {
  baseFeePerGas: 50_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 1_800_000_000n,
  depthUsd6: 60_000_000_000_000n,
  depthRefUsd6: 61_000_000_000_000n,
  varianceWad: 30_000_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 10n ** 19n,
  curvaturePips: 240_000n,
  horizonSec: 86_400n,
}
/** What the pushes of the story say; the limits are those of the eight parameters, 4 bits each. */
export const pushed = {
  target: fallback,
  oldValues: fallback,
  newValues: vector([15_000n, 31_000n, 90_000n, 4_000n, 2_900n, 110_000n, 900n, 9_000n]),
  limits: 0x6543_2106n,
  observedAt: STORY_AT + 601n,
  blockNumber: 17n,
}

const VECTOR_BITS = 190n
const update = (newValues: Parameters): ChainLog => encodeUpdate({ newValues })

/** A push of the first market, as the story's but for what is given. */
export function encodeUpdate({
  observation = evidence,
  target = pushed.target,
  newValues = pushed.newValues,
  observedAt = pushed.observedAt,
}): ChainLog {
  const words = [
    ...packEvidence(observation),
    packVector(target) | (pushed.limits << VECTOR_BITS),
    packVector(pushed.oldValues) | (observedAt << VECTOR_BITS),
    packVector(newValues) | (pushed.blockNumber << VECTOR_BITS),
  ]
  return encodeLog('RiskParameters', 'Updated', { marketId: oneId, words })
}

/** What governance, guardian and reporters do, by seconds since the story began. */
const acts: Readonly<Record<number, readonly ChainLog[]>> = {
  20: [
    encodeLog('RiskParameters', 'MarketAdded', {
      marketId: oneId,
      config: createConfig(sourceOne),
    }),
  ],
  // At the very start of a segment of its offset.
  731: [
    encodeLog('RiskParameters', 'MarketAdded', {
      marketId: twoId,
      config: createConfig(sourceTwo),
    }),
  ],
  5000: [update(pushed.newValues), update(pushed.oldValues)],
  5040: [
    encodeLog('RiskParameters', 'PolicySet', {
      marketId: twoId,
      oldPolicy: policy,
      newPolicy: { ...policy, txBytes: 1_000n, gasUnits: 300_000n },
    }),
    encodeLog('RiskParameters', 'ModelSet', {
      marketId: twoId,
      oldModel: zeroAddress,
      oldCoreHash: zeroHash,
      newModel: model,
      newCoreHash: twoId,
    }),
  ],
  // From here on no source asks for offset 0.
  7510: [
    encodeLog('RiskParameters', 'SourceSet', {
      marketId: oneId,
      oldSource: sourceOne,
      newSource: { ...sourceOne, segmentOffsetSec: 11, portfolio: zeroAddress },
    }),
  ],
  14800: [
    encodeLog('RiskParameters', 'MarketResumed', { marketId: twoId, account: accountOf(3) }),
    encodeLog('RiskParameters', 'SourceSet', {
      marketId: twoId,
      oldSource: sourceTwo,
      newSource: { ...sourceTwo, pool: zeroAddress, nativePool: zeroAddress },
    }),
  ],
}

/** What stands at the contracts that are asked, by seconds since the story began. */
const codes: Readonly<Record<number, readonly (readonly [Hex, Hex])[]>> = {
  0: [
    [at.Vault, encodePortfolio([10_000_000_000_000n, 0n, 0n])],
    [otherPortfolio, encodePortfolio([5_000_000_000_000n, 200_000n, 86_400n])],
    [oracle, encodeOracle(40_000)],
  ],
  3000: [[at.Vault, revertingCode]],
  3600: [[at.Vault, encodePortfolio([11_000_000_000_000n, 250_000n, 0n])]],
  8000: [[oracle, revertingCode]],
  8600: [[oracle, encodeOracle(40_000, 9)]],
  // A contract that is not there, and figures outside the model's domain.
  9000: [[otherPortfolio, '0x']],
  9600: [[otherPortfolio, encodePortfolio([0n, 200_000n, 1n])]],
  10200: [[otherPortfolio, encodePortfolio([5_000_000_000_000n, 200_000n, 1n])]],
}

/** Plays it, from the chain's first block on. */
export async function playMarketStory(chain: LogChain): Promise<void> {
  const pools = [at.Pool, at.OtherPool].map((pool) => createPoolEvents(pool))
  await chain.mineAt(
    STORY_AT - 1_000n,
    pools.flatMap(({ begin }) => begin()),
  )
  const random = createRandom()
  const pending = Object.keys(acts).map(Number)
  let nextCodes = Object.keys(codes).map(Number)
  for (let second = 0n; second < LENGTH_SEC; ) {
    for (const from of nextCodes.filter((from) => BigInt(from) <= second)) {
      for (const [address, code] of codes[from] ?? []) await chain.setCode(address, code)
    }
    nextCodes = nextCodes.filter((from) => BigInt(from) > second)
    const act = acts[Number(second)] ?? []
    const trades = random(3n) === 0n ? [] : pools.flatMap(({ trade }) => trade(random))
    // Some chains have several blocks a second: one before the source belongs to the segment that begins with both.
    if (second === 731n) await chain.mineAt(STORY_AT + second, trades)
    await chain.mineAt(STORY_AT + second, [...act, ...trades])
    // Blocks lie on the ends of segments and beside them; some segments have none.
    const step = random(9n) === 0n ? 250n : [11n, 49n, 60n, 120n][Number(random(4n))]
    const nextAct = pending.find((at) => BigInt(at) > second) ?? Number(LENGTH_SEC)
    const next = second + (step as bigint)
    second = next < nextAct || second >= BigInt(nextAct) ? next : BigInt(nextAct)
  }
  await chain.mineAt(STORY_AT + LENGTH_SEC)
}

type Random = (below: bigint) => bigint

/** A sequence of numbers that is the same in every run (Knuth's MMIX). */
function createRandom(): Random {
  let state = 42n
  return (below) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n)
    return (state >> 33n) % below
  }
}

/** Events of a pool near $1,800 that fit each other; its own arithmetic is not what is tested here. */
export function createPoolEvents(pool: Hex) {
  const owner = accountOf(9)
  const emit = (name: string, args: Record<string, unknown>) => encodeLog('Pool', name, args, pool)
  // 10^12 smallest units of the one are 1,800 * 10^6 of the other.
  let tick = -201_400
  let liquidity = 0n
  const priceOf = () => BigInt(Math.floor(1.0001 ** (tick / 2) * 2 ** 96))
  const mint = (amount: bigint) => {
    liquidity += amount
    const [tickLower, tickUpper] = [-230_000, -170_000]
    return emit('Mint', {
      sender: owner,
      owner,
      tickLower,
      tickUpper,
      amount,
      amount0: 1n,
      amount1: 1n,
    })
  }
  const burn = (amount: bigint) => {
    liquidity -= amount
    const [tickLower, tickUpper] = [-230_000, -170_000]
    return emit('Burn', { owner, tickLower, tickUpper, amount, amount0: 1n, amount1: 1n })
  }
  const swap = (change: number) => {
    tick += change
    const sqrtPriceX96 = priceOf()
    return emit('Swap', {
      sender: owner,
      recipient: owner,
      amount0: 1n,
      amount1: -1n,
      sqrtPriceX96,
      liquidity,
      tick,
    })
  }
  return {
    begin: () => [emit('Initialize', { sqrtPriceX96: priceOf(), tick }), mint(10n ** 21n + 7n)],
    trade: (random: Random) => {
      const change = Number(random(41n)) - 20
      const amount = random(10n ** 20n)
      if (random(4n) === 0n) return [mint(amount), swap(change)]
      return random(4n) === 0n ? [burn(amount / 2n), swap(change)] : [swap(change)]
    },
  }
}
