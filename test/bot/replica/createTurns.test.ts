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
const EPOCH_SEC = 600n
const epochs = Array.from({ length: 40 }, (_, at) => BigInt(1 + at))
/** An epoch in which the first replica has this rank. */
const atRank = (rank: number) =>
  epochs.find((epoch) => computeRank(epoch, first, reporters) === rank) as bigint
/** Evidence of so many seconds after an epoch's begin, where the market has none since so many. */
const evidence = (epoch: bigint, sec = 0n, countedSec = -1n) => ({
  epoch,
  observedAt: epoch * EPOCH_SEC + sec,
  countedAt: epoch * EPOCH_SEC + countedSec,
})

describe('createTurns', () => {
  test.each([1n, 2n, 3n, 4n])(
    'default: in epoch %s each replica waits for those before it',
    (epoch) => {
      const wanted = evidence(epoch)
      for (const own of reporters) {
        const { turns, time } = create(own)
        const rank = computeRank(epoch, own, reporters) ?? Number.NaN
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
    const epoch = atRank(2)
    const { turns, time } = create()
    turns.want(market, evidence(epoch), reporters)
    time.sec += 19
    expect(turns.want(market, evidence(epoch, 120n), reporters).isOurs).toBe(false)
    time.sec += 1
    expect(turns.want(market, evidence(epoch, 120n), reporters).isOurs).toBe(true)
  })

  test('behavior: after a push that counts, a further one in the epoch has a wait of its own', () => {
    const epoch = atRank(2)
    const { turns, time } = create()
    turns.want(market, evidence(epoch), reporters)
    time.sec += 20
    expect(turns.want(market, evidence(epoch, 120n, 0n), reporters)).toMatchObject({
      rank: 2,
      beginsAt: 1_040,
      isOurs: false,
    })
  })

  test('behavior: a new epoch begins the wait again', () => {
    const [epoch, other] = [atRank(1), atRank(2)]
    const { turns, time } = create()
    turns.want(market, evidence(epoch), reporters)
    time.sec += 20
    expect(turns.want(market, evidence(epoch), reporters).isOurs).toBe(true)
    expect(turns.want(market, evidence(other), reporters).isOurs).toBe(false)
  })

  test('behavior: a push that is not wanted for a while, or lost in a reorg, begins the wait again', () => {
    const wanted = evidence(atRank(1))
    const { turns, time } = create()
    turns.want(market, wanted, reporters)
    time.sec += 10
    expect(turns.want(market, wanted, reporters).isOurs).toBe(true)
    turns.forget(market)
    expect(turns.want(market, wanted, reporters).isOurs).toBe(false)
  })

  test('behavior: an account that is no reporter comes after all reporters', () => {
    const wanted = evidence(1n)
    const { turns } = create(localAccounts.operator.address)
    expect(turns.want(market, wanted, reporters)).toMatchObject({ rank: 3, beginsAt: 1_030 })
    const without = createTurns({ own: undefined, takeoverSec: 10, clock: () => 0 })
    expect(without.want(market, wanted, reporters).rank).toBe(3)
  })
})
