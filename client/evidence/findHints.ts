// Where, in the rings of a market's pools, the entries are that a measurement reads.
//
// Method:   a ring is ordered by time, oldest entry first behind the newest. Each round reads, for all times together,
//           a few entries that divide what is left of the ring, so that 160 entries take three rounds and 65,535 six.
// Domain:   times from the ring's oldest entry to the block that is read.

import type { Address, PublicClient } from 'viem'
import { listTimes, type ProvenSettings } from '../../observation/proven/index.ts'
import { PoolMemoryError } from './errors.ts'
import { poolAbi } from './poolAbi.ts'

const HINT_BITS = 16n
/** Entries that are read in a round for each time. */
const PROBES = 8

type Client = Pick<PublicClient, 'readContract'>

/** Times, unix seconds, and the pool whose ring holds them. */
interface Search {
  pool: Address
  /** Ascending. */
  times: readonly bigint[]
  /** The state that is read: rings move with each block. */
  blockNumber: bigint
}

/**
 * The hints of a measurement (contracts/interfaces/IProvenEvidence.sol): 16 bits a time, oldest time in the lowest bits,
 * the native pool's after the pool's. They hold until the segment of `at` is over.
 *
 * @param at - Unix seconds, at most the block's: the time of the measurement, or another one in its segment.
 * @param blockNumber - The block whose state is read.
 * @throws PoolMemoryError if a ring does not reach back; viem's errors if the node fails.
 */
export async function findHints(
  client: Client,
  settings: Pick<ProvenSettings, 'source' | 'isLean'>,
  at: bigint,
  blockNumber: bigint,
): Promise<bigint> {
  const { source } = settings
  const times = listTimes(at, settings)
  const indexes = await Promise.all([
    findEntries(client, { pool: source.pool, times: times.pool, blockNumber }),
    findEntries(client, { pool: source.nativePool, times: times.nativePool, blockNumber }),
  ])
  return indexes.flat().reduceRight((hints, index) => (hints << HINT_BITS) | BigInt(index), 0n)
}

/** The index, in the pool's ring, of the last entry at or before each time. */
export async function findEntries(
  client: Client,
  { pool, times, blockNumber }: Search,
): Promise<number[]> {
  if (times.length === 0) return []
  const at = { address: pool, abi: poolAbi, blockNumber } as const
  const [, , newest, entries] = await client.readContract({ ...at, functionName: 'slot0' })
  const known = new Map<number, Promise<bigint | undefined>>()
  /** When an entry was written, unix seconds; undefined: not yet, as after a ring has grown. */
  const readTime = (index: number): Promise<bigint | undefined> => {
    const asked =
      known.get(index) ??
      client
        .readContract({ ...at, functionName: 'observations', args: [BigInt(index)] })
        .then(([writtenAt, , , isWritten]) => (isWritten ? BigInt(writtenAt) : undefined))
    known.set(index, asked)
    return asked
  }
  const afterNewest = (newest + 1) % entries
  const isRound = (await readTime(afterNewest)) !== undefined
  // Until the ring has come round, entry 0 is the oldest one.
  const oldest = isRound ? afterNewest : 0
  const count = isRound ? entries : newest + 1
  const toIndex = (place: number) => (oldest + place) % entries

  const oldestAt = (await readTime(oldest)) as bigint
  const [first = 0n] = times
  if (first < oldestAt) throw new PoolMemoryError(pool, first, oldestAt, count)
  return Promise.all(
    times.map(async (time) => {
      // The entry at `low` is at or before the time, the one at `high` is not.
      let [low, high] = [0, count]
      while (high - low > 1) {
        const places = dividePlaces(low, high)
        const written = await Promise.all(places.map((place) => readTime(toIndex(place))))
        const later = written.findIndex((writtenAt) => (writtenAt as bigint) > time)
        const from = later === -1 ? places.length : later
        low = places[from - 1] ?? low
        high = places[from] ?? high
      }
      return toIndex(low)
    }),
  )
}

/** Places between two others that divide what lies between, ascending. */
function dividePlaces(low: number, high: number): number[] {
  const count = Math.min(PROBES, high - low - 1)
  return Array.from({ length: count }, (_, at) => {
    return low + Math.floor(((at + 1) * (high - low)) / (count + 1))
  })
}
