import { type Hex, numberToHex } from 'viem'
import type { Header } from '../../../observation/index.ts'

/** The beginning of the hand-made chains: a whole hour, so a whole segment. */
export const START_AT = 1_692_230_400n

const hashBlock = (number: number): Hex => numberToHex(number, { size: 32 })

/** Headers that follow each other from block 1 on, at times counted from `START_AT`; blocks half full at 100 wei. */
export function createHeaders(
  seconds: readonly number[],
  change: (index: number) => Partial<Header> = () => ({}),
): Header[] {
  return seconds.map((second, index) => ({
    number: BigInt(index + 1),
    hash: hashBlock(index + 1),
    parentHash: hashBlock(index),
    timestamp: START_AT + BigInt(second),
    baseFeePerGas: 100n,
    gasUsed: 15_000_000n,
    gasLimit: 30_000_000n,
    ...change(index),
  }))
}

/** Times from 0 on, one every `step` seconds. */
export function createTimes(count: number, step: number): number[] {
  return Array.from({ length: count }, (_, index) => index * step)
}
