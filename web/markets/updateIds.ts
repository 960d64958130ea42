import type { Hex } from 'viem'

/** What to call an update of the index, `1819-3`: the block that holds it, and its log's place there. */
export function nameUpdateId(id: Hex): string {
  return `${BigInt(id.slice(0, 18))}-${BigInt(`0x${id.slice(18)}`)}`
}
