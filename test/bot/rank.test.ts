import { describe, expect, test } from 'vitest'
import { computeDelaySec, computeRank } from '../../bot/rank.ts'
import { localAccounts } from '../../stack/local/accounts.ts'

const replicas = localAccounts.reporters.map(({ address }) => address)
const [first, second, third] = replicas as [
  (typeof replicas)[0],
  (typeof replicas)[0],
  (typeof replicas)[0],
]

const rankAll = (epoch: bigint, list = replicas) =>
  replicas.map((replica) => computeRank(epoch, replica, list))

describe('computeRank', () => {
  test('default: each replica has its own place, the same for every caller and order', () => {
    const ranks = rankAll(2_833_333n)
    expect(ranks.toSorted()).toEqual([0, 1, 2])
    expect(rankAll(2_833_333n, [third, first, second])).toEqual(ranks)
    const shouted = replicas.map((address) => address.toLowerCase() as typeof address)
    expect(rankAll(2_833_333n, shouted)).toEqual(ranks)
  })

  test('behavior: over many epochs everybody is first about as often', () => {
    const times = [0, 0, 0]
    for (let epoch = 0n; epoch < 3_000n; epoch++) {
      const index = rankAll(epoch).indexOf(0)
      times[index] = (times[index] ?? 0) + 1
    }
    // 1,000 each; the standard deviation is 26.
    for (const count of times) expect(Math.abs(count - 1_000)).toBeLessThan(130)
  })

  test('behavior: a replica that is listed twice has one place', () => {
    expect(rankAll(7n, [...replicas, first])).toEqual(rankAll(7n))
  })

  test('behavior: an account that is not listed has no place', () => {
    expect(computeRank(7n, localAccounts.operator.address, replicas)).toBeUndefined()
  })
})

describe('computeDelaySec', () => {
  test('default: the first does not wait, each further one waits a turn longer', () => {
    expect([0, 1, 2].map((rank) => computeDelaySec(rank, 15))).toEqual([0, 15, 30])
  })
})
