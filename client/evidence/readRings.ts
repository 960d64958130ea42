import { type Address, isAddressEqual, type PublicClient } from 'viem'
import { poolAbi } from './poolAbi.ts'

/** What a pool remembers. */
export interface Ring {
  pool: Address
  /** How many entries it keeps. */
  entries: number
  /** How many it will keep once its ring has come round. */
  entriesNext: number
  /** When the oldest of them was written, unix seconds. */
  oldestAt: bigint
}

/** Half an hour that is measured, and the segment that is not whole yet. */
const SPAN_MS = 1_920_000
/** A pool writes once a second at most: twice in one block never, and blocks have whole seconds. */
const MIN_STEP_MS = 1_000

/** The entries that a pool needs which trades in every block; undefined block time: an entry a second. */
export function countRingEntries(blockTimeMs: number | undefined): number {
  return Math.ceil(SPAN_MS / Math.max(blockTimeMs ?? MIN_STEP_MS, MIN_STEP_MS))
}

/** The ring of a source's pool, and that of its native pool where that is another one. */
export async function readRings(
  client: PublicClient,
  { pool, nativePool }: { pool: Address; nativePool: Address },
  blockNumber?: bigint,
): Promise<Ring[]> {
  const pools = isAddressEqual(pool, nativePool) ? [pool] : [pool, nativePool]
  return Promise.all(
    pools.map(async (address): Promise<Ring> => {
      const at = blockNumber === undefined ? {} : { blockNumber }
      const call = { address, abi: poolAbi, ...at } as const
      const slot0 = await client.readContract({ ...call, functionName: 'slot0' })
      const [, , newest, entries, entriesNext] = slot0
      const read = (index: number) =>
        client.readContract({ ...call, functionName: 'observations', args: [BigInt(index)] })
      const next = await read((newest + 1) % entries)
      // A ring that has grown and not come round begins at its first entry.
      const [oldestAt] = next[3] ? next : await read(0)
      return { pool: address, entries, entriesNext, oldestAt: BigInt(oldestAt) }
    }),
  )
}
