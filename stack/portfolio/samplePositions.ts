import type { Address } from 'viem'
import { positionVaultAbi } from '../../abi/index.ts'
import type { ChainClient } from '../local/chainClient.ts'
import type { PositionSample } from './accountPosition.ts'

/** Notes after each block where the vaults stand. */
export interface PositionSampler {
  /** @param price - Recorded, dollars. */
  take(at: bigint, price: number): Promise<void>
  /** In the vaults' order. */
  samples: readonly (readonly PositionSample[])[]
  /** Blocks, of all vaults, in which one did not tell, as prices disagreed: what it told before counts. */
  readonly missed: number
}

/** While prices disagree a vault tells neither held nor target; the last that it told stand for that time. */
export function samplePositions(
  client: ChainClient,
  vaults: readonly Address[],
  quoteUnit: number,
): PositionSampler {
  const samples = vaults.map((): PositionSample[] => [])
  let missed = 0
  const read = (address: Address) =>
    client.readContract({ address, abi: positionVaultAbi, functionName: 'previewAction' })
  return {
    samples,
    get missed() {
      return missed
    },
    async take(at, price) {
      const dues = await Promise.all(vaults.map(read))
      for (const [index, { navQuote, heldQuote, targetQuote }] of dues.entries()) {
        const own = samples[index] as PositionSample[]
        const last = own.at(-1)
        if (navQuote > 0n) {
          const value = Number(navQuote) / quoteUnit
          const held = Number(heldQuote) / quoteUnit
          own.push({ at, price, value, held, target: Number(targetQuote) / quoteUnit })
        } else {
          missed += 1
          if (last === undefined) continue
          const { value, held, target } = last
          own.push({ at, price, value, held, target })
        }
      }
    },
  }
}
