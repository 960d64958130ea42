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
  'function increaseObservationCardinalityNext(uint16)',
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

async function readNow() {
  const { number, timestamp } = await world.client.getBlock()
  return { number, timestamp }
}

describe('findHints', () => {
  test(
    'default: each time is between the entry that is found and the next, as a search of the whole ring says',
    async () => {
      await trade(60)
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

  test(
    'behavior: in a ring that has come round, and in one that grows after that',
    async () => {
      // 400 entries are there from the start.
      await trade(380)
      const { number, timestamp } = await readNow()
      const times = [timestamp - 1_800n, timestamp - 360n, timestamp]
      const slow = await Promise.all(times.map((time) => findSlowly(time, number)))
      const fast = await findEntries(world.client, { pool, times, blockNumber: number })
      expect(fast).toEqual(slow)
      const grow = 'increaseObservationCardinalityNext'
      await world.call(world.deployer, pool, abi, grow, [500])
      await trade(30)
      const later = await readNow()
      const again = [later.timestamp - 1_800n, later.timestamp - 360n, later.timestamp]
      expect(
        await findEntries(world.client, { pool, times: again, blockNumber: later.number }),
      ).toEqual(await Promise.all(again.map((time) => findSlowly(time, later.number))))
    },
    patience,
  )

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
