import { describe, expect, test } from 'vitest'
import { computeRank } from '../../../bot/rank.ts'
import { createTurns } from '../../../bot/replica/createTurns.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'

const reporters = localAccounts.reporters.map(({ address }) => address)
const market = `0x${'1'.repeat(64)}` as const

function create(own = reporters[0]) {
  const time = { sec: 1_000 }
  return { time, turns: createTurns({ own, takeoverSec: 10, clock: () => time.sec }) }
}

describe('createTurns', () => {
  test.each([0n, 1n, 2n, 3n])(
    'default: in epoch %s each replica waits for those before it',
    (epoch) => {
      for (const own of reporters) {
        const { turns, time } = create(own)
        const rank = computeRank(epoch, own, reporters) ?? Number.NaN
        const beginsAt = 1_000 + rank * 10
        expect(turns.want(market, epoch, reporters)).toEqual({ rank, beginsAt, isOurs: rank === 0 })
        time.sec = Math.max(1_000, beginsAt - 1)
        expect(turns.want(market, epoch, reporters).isOurs).toBe(rank === 0)
        time.sec = beginsAt
        expect(turns.want(market, epoch, reporters).isOurs).toBe(true)
      }
    },
  )

  test('behavior: a new epoch begins the wait again', () => {
    const epochs = Array.from({ length: 20 }, (_, at) => BigInt(at))
    const last = epochs.filter(
      (epoch) => computeRank(epoch, reporters[0] as never, reporters) === 2,
    )
    const [first = 0n, second = 0n] = last
    const { turns, time } = create()
    turns.want(market, first, reporters)
    time.sec += 20
    expect(turns.want(market, first, reporters).isOurs).toBe(true)
    expect(turns.want(market, second, reporters).isOurs).toBe(false)
  })

  test('behavior: an epoch that loses its push in a reorg begins the wait again', () => {
    const epochs = Array.from({ length: 20 }, (_, at) => BigInt(at))
    const epoch = epochs.find((each) => computeRank(each, reporters[0] as never, reporters) === 1)
    const { turns, time } = create()
    turns.want(market, epoch ?? 0n, reporters)
    time.sec += 10
    expect(turns.want(market, epoch ?? 0n, reporters).isOurs).toBe(true)
    turns.forget(market)
    expect(turns.want(market, epoch ?? 0n, reporters).isOurs).toBe(false)
  })

  test('behavior: an account that is no reporter comes after all reporters', () => {
    const { turns } = create(localAccounts.operator.address)
    expect(turns.want(market, 1n, reporters)).toMatchObject({ rank: 3, beginsAt: 1_030 })
    const { turns: without } = {
      turns: createTurns({ own: undefined, takeoverSec: 10, clock: () => 0 }),
    }
    expect(without.want(market, 1n, reporters).rank).toBe(3)
  })
})
