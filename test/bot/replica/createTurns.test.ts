import type { Address } from 'viem'
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

const first = reporters[0] as Address
const times = Array.from({ length: 40 }, (_, at) => BigInt(1 + at))
/** The times of evidence for which the first replica has this rank. */
const atRank = (rank: number) => times.filter((at) => computeRank(at, first, reporters) === rank)

describe('createTurns', () => {
  test.each([1n, 2n, 3n, 4n])(
    'default: with evidence of %s s each replica waits for those before it',
    (observedAt) => {
      const wanted = { observedAt, countedAt: 0n }
      for (const own of reporters) {
        const { turns, time } = create(own)
        const rank = computeRank(observedAt, own, reporters) ?? Number.NaN
        const beginsAt = 1_000 + rank * 10
        expect(turns.want(market, wanted, reporters)).toEqual({
          rank,
          beginsAt,
          isOurs: rank === 0,
        })
        time.sec = Math.max(1_000, beginsAt - 1)
        expect(turns.want(market, wanted, reporters).isOurs).toBe(rank === 0)
        time.sec = beginsAt
        expect(turns.want(market, wanted, reporters).isOurs).toBe(true)
      }
    },
  )

  test('behavior: newer evidence does not begin the wait again while none of it counts', () => {
    const [early = 0n, late = 0n] = atRank(2)
    const { turns, time } = create()
    turns.want(market, { observedAt: early, countedAt: 0n }, reporters)
    time.sec += 19
    const newer = { observedAt: late, countedAt: 0n }
    expect(turns.want(market, newer, reporters).isOurs).toBe(false)
    time.sec += 1
    expect(turns.want(market, newer, reporters).isOurs).toBe(true)
  })

  test('behavior: after evidence that counted, the wait for newer evidence is a new one', () => {
    const [early = 0n, late = 0n] = atRank(2)
    const { turns, time } = create()
    turns.want(market, { observedAt: early, countedAt: 0n }, reporters)
    time.sec += 20
    const newer = { observedAt: late, countedAt: early }
    expect(turns.want(market, newer, reporters)).toMatchObject({ beginsAt: 1_040, isOurs: false })
  })

  test('behavior: a push that is not wanted for a while, or lost in a reorg, begins the wait again', () => {
    const [observedAt = 0n] = atRank(1)
    const wanted = { observedAt, countedAt: 0n }
    const { turns, time } = create()
    turns.want(market, wanted, reporters)
    time.sec += 10
    expect(turns.want(market, wanted, reporters).isOurs).toBe(true)
    turns.forget(market)
    expect(turns.want(market, wanted, reporters).isOurs).toBe(false)
  })

  test('behavior: an account that is no reporter comes after all reporters', () => {
    const wanted = { observedAt: 1n, countedAt: 0n }
    const { turns } = create(localAccounts.operator.address)
    expect(turns.want(market, wanted, reporters)).toMatchObject({ rank: 3, beginsAt: 1_030 })
    const without = createTurns({ own: undefined, takeoverSec: 10, clock: () => 0 })
    expect(without.want(market, wanted, reporters).rank).toBe(3)
  })
})
