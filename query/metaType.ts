import type { Hex } from 'viem'
import { z } from 'zod'

/** A block that the index has. */
export interface PinnedBlock {
  number: bigint
  hash: Hex
  /** Unix seconds. */
  timestamp: bigint
}

/** The block that an answer of the index is of; null: it has none. */
export const metaType = z
  .object({
    block: z.object({
      number: z.int().nonnegative(),
      hash: z.string().regex(/^0x[0-9a-f]{64}$/, 'a hash of 32 bytes is expected'),
      timestamp: z.int().nonnegative(),
    }),
  })
  .nullable()

/** The block of an answer that is of one. */
export function toPinnedBlock({ block }: NonNullable<z.infer<typeof metaType>>): PinnedBlock {
  const { number, hash, timestamp } = block
  return { number: BigInt(number), hash: hash as Hex, timestamp: BigInt(timestamp) }
}
