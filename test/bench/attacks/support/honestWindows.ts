import { parseAbi } from 'viem'
import type { AttackChain } from '../../../../bench/support/attacks/attackChain.ts'
import { computeSqrtPriceX96 } from '../../../../observation/index.ts'

const SEGMENT_SEC = 120n
const OFFSET_SEC = 11n
/** Bounds of each window that a push reads, in segments before E: three fast ones, three slow ones. */
const WINDOWS = [
  [3n, 2n],
  [2n, 1n],
  [1n, 0n],
  [15n, 10n],
  [10n, 5n],
  [5n, 0n],
] as const

const poolAbi = parseAbi([
  'function observe(uint32[] secondsAgos) view returns (int56[] tickCumulatives, uint160[] secondsPerLiquidityCumulativeX128s)',
])

/** Least and greatest. */
export interface Spread {
  min: bigint
  max: bigint
}

/** Depth and ether's price, 1e6 = $1, of the windows as the pool tells them at the last block. */
export async function readSpreads({ client, venue }: AttackChain): Promise<{
  depthUsd6: Spread
  nativePriceUsd6: Spread
}> {
  const { timestamp } = await client.getBlock()
  const endAt = timestamp - ((timestamp - OFFSET_SEC) % SEGMENT_SEC)
  const ages = WINDOWS.flat().map((age) => Number(timestamp - endAt + age * SEGMENT_SEC))
  const [ticks, seconds] = await client.readContract({
    address: venue.pool,
    abi: poolAbi,
    functionName: 'observe',
    args: [ages],
  })
  const figures = WINDOWS.map(([from, to], index) => {
    const length = (from - to) * SEGMENT_SEC
    const rise = (sums: readonly bigint[]) =>
      (sums[2 * index + 1] as bigint) - (sums[2 * index] as bigint)
    const root = computeSqrtPriceX96(rise(ticks) / length)
    const liquidity = (length << 128n) / rise(seconds)
    return {
      depthUsd6: (liquidity << 96n) / root,
      nativePriceUsd6: ((10n ** 18n) << 192n) / (root * root),
    }
  })
  const spread = (field: keyof (typeof figures)[number]): Spread => {
    const sorted = figures.map((figure) => figure[field]).toSorted((a, b) => (a < b ? -1 : 1))
    return { min: sorted[0] as bigint, max: sorted.at(-1) as bigint }
  }
  return { depthUsd6: spread('depthUsd6'), nativePriceUsd6: spread('nativePriceUsd6') }
}
