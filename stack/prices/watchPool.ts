import { type Address, parseAbi } from 'viem'
import { computeTickPriceUsd6 } from '../../market/ticks.ts'
import type { ChainClient } from '../local/chainClient.ts'

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
])
const MS = 1_000
/** From 1e6 = $1 to 1e18 = $1. */
const WAD_PER_USD6 = 10n ** 12n

/**
 * The price of a local pool as of the chain's latest block, and that block's time: what a source tells that goes by the
 * chain and not by this machine's clock. A chain that does not answer, and a pool that was not opened, have no price.
 */
export function watchPool(client: ChainClient, pool: Address) {
  let last: { atMs: number; priceWad: bigint } | undefined
  return {
    /** Asks the chain. */
    async look(): Promise<void> {
      last = await read().catch(() => undefined)
    },
    /** Of the block that was looked at, milliseconds since 1970. */
    nowMs: () => last?.atMs ?? 0,
    /** 1e18 = $1. */
    priceAt: () => last?.priceWad,
  }

  async function read() {
    const { number, timestamp } = await client.getBlock()
    const [sqrtPriceX96, tick] = await client.readContract({
      address: pool,
      abi: poolAbi,
      functionName: 'slot0',
      blockNumber: number,
    })
    if (sqrtPriceX96 === 0n) return undefined
    const priceWad = computeTickPriceUsd6(BigInt(tick)) * WAD_PER_USD6
    return { atMs: Number(timestamp) * MS, priceWad }
  }
}
