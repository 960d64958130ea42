import fc from 'fast-check'
import { type Address, keccak256, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PoolMemoryError } from '../../../client/evidence/errors.ts'
import { findEntries, findHints } from '../../../client/evidence/findHints.ts'
import { readHeader } from '../../../client/evidence/readHeader.ts'
import { listTimes } from '../../../observation/proven/index.ts'
import { startWorld, type World } from '../../venues/support/startWorld.ts'

const patience = 120_000
const abi = parseAbi([
  'function observations(uint256) view returns (uint32, int56, uint160, bool)',
  'function slot0() view returns (uint160, int24, uint16, uint16, uint16, uint8, bool)',
])

let world: World
let pool: Address

beforeAll(async () => {
  world = await startWorld()
  pool = world.venue.pool
}, patience)

afterAll(() => world?.stop())

/** Trades at uneven times, each an entry. */
async function trade(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    await world.client.increaseTime({ seconds: 1 + ((at * 7) % 40) })
    await world.movePrice(2_000_000_000n + BigInt(at % 2) * 4_000_000n)
  }
}

/** What is at or before a time, found by reading all of the ring. */
async function findSlowly(time: bigint, blockNumber: bigint): Promise<number> {
  const read = { address: pool, abi, blockNumber } as const
  const [, , , entries] = await world.client.readContract({ ...read, functionName: 'slot0' })
  const all = await Promise.all(
    Array.from({ length: entries }, (_, index) =>
      world.client.readContract({ ...read, functionName: 'observations', args: [BigInt(index)] }),
    ),
  )
  let best: { index: number; writtenAt: number } | undefined
  for (const [index, [writtenAt, , , isWritten]] of all.entries()) {
    if (!isWritten || BigInt(writtenAt) > time) continue
    if (best === undefined || writtenAt > best.writtenAt) best = { index, writtenAt }
  }
  return best?.index ?? -1
}

/** A ring as a pool has it after writing at times so far apart: it may have come round, and have grown since. */
function createRing(steps: readonly number[], entries: number, grown: number) {
  const written = new Map<number, number>()
  let newestAt = 1_000_000
  let newest = -1
  for (const step of steps) {
    newestAt += step
    newest = (newest + 1) % entries
    written.set(newest, newestAt)
  }
  // A ring grows where it ends: what it gains is not written yet.
  const count = newest === entries - 1 ? entries + grown : entries
  const readContract = async (asked: { functionName: string; args?: readonly bigint[] }) => {
    if (asked.functionName === 'slot0') return [0n, 0, newest, count, count, 0, true]
    const at = written.get(Number(asked.args?.[0]))
    return at === undefined ? [1, 0n, 0n, false] : [at, 0n, 0n, true]
  }
  const client = { readContract } as unknown as Parameters<typeof findEntries>[0]
  return { client, written, newestAt }
}

async function readNow() {
  const { number, timestamp } = await world.client.getBlock()
  return { number, timestamp }
}

describe('findHints', () => {
  test(
    'default: each time is between the entry that is found and the next, as a search of the whole ring says',
    async () => {
      await trade(40)
      const { number, timestamp } = await readNow()
      const times = Array.from({ length: 25 }, (_, at) => timestamp - 60n * BigInt(24 - at))
      const found = await findEntries(world.client, { pool, times, blockNumber: number })
      expect(found).toEqual(await Promise.all(times.map((time) => findSlowly(time, number))))
    },
    patience,
  )

  test(
    'default: hints are 16 bits a time, the oldest lowest',
    async () => {
      const { number, timestamp } = await readNow()
      const source = { pool, nativePool: pool, segmentOffsetSec: 11 }
      const settings = { source, isLean: false } as Parameters<typeof findHints>[1]
      const hints = await findHints(world.client, settings, timestamp, number)
      const { pool: times } = listTimes(timestamp, settings)
      for (const [at, time] of times.entries()) {
        expect(Number((hints >> BigInt(16 * at)) & 0xffffn)).toBe(await findSlowly(time, number))
      }
      expect(hints >> BigInt(16 * times.length)).toBe(0n)
    },
    patience,
  )

  test('behavior: in rings of any size, that have come round or not, grown or not', async () => {
    const ring = fc.record({
      steps: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 300 }),
      entries: fc.integer({ min: 1, max: 200 }),
      grown: fc.integer({ min: 0, max: 100 }),
      back: fc.array(fc.nat({ max: 30_000 }), { minLength: 1, maxLength: 7 }),
    })
    await fc.assert(
      fc.asyncProperty(ring, async ({ steps, entries, grown, back }) => {
        const { client, written, newestAt } = createRing(steps, entries, grown)
        const oldestAt = Math.min(...written.values())
        const times = back
          .map((sec) => BigInt(Math.max(oldestAt, newestAt + 60 - sec)))
          .toSorted((a, b) => Number(a - b))
        const found = await findEntries(client, { pool, times, blockNumber: 1n })
        const slow = times.map((time) => {
          const before = [...written].filter(([, at]) => BigInt(at) <= time)
          return before.toSorted(([, a], [, b]) => b - a)[0]?.[0]
        })
        expect(found).toEqual(slow)
      }),
    )
  })

  test(
    'error: a time that the ring has forgotten is named, with what helps',
    async () => {
      const { number } = await readNow()
      const search = findEntries(world.client, { pool, times: [1n], blockNumber: number })
      await expect(search).rejects.toThrow(PoolMemoryError)
      await expect(search).rejects.toThrow(/increaseObservationCardinalityNext/)
    },
    patience,
  )
})

describe('readHeader', () => {
  test(
    "default: the bytes of a header have its block's hash",
    async () => {
      for (const back of [0n, 1n, 25n]) {
        const { number } = await readNow()
        const { hash } = await world.client.getBlock({ blockNumber: number - back })
        expect(keccak256(await readHeader(world.client, number - back))).toBe(hash)
      }
    },
    patience,
  )

  test(
    'error: a header with a field that is not known here is refused',
    async () => {
      const { number } = await readNow()
      const request = async (asked: object) => {
        const block = await world.client.request(asked as never)
        return Object.assign({}, block, { gasUsed: '0x1' })
      }
      const client = { request } as unknown as Parameters<typeof readHeader>[0]
      await expect(readHeader(client, number)).rejects.toThrow(`the header of block ${number}`)
    },
    patience,
  )
})
