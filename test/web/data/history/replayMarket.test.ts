import { describe, expect, test } from 'vitest'
import type { MarketHistory } from '../../../../web/data/history/history.ts'
import { replayMarket } from '../../../../web/data/history/replayMarket.ts'
import { fill } from '../../../bot/support/defaultInput.ts'
import { createHistory, createPush, events, idAt } from './support.ts'

/** Time, band and status of each step. */
function replay(history: MarketHistory): [at: number, value: number, status: string][] {
  return replayMarket(history).steps.map(({ at, values, status }) => [
    Number(at),
    Number(values.bandPips),
    status,
  ])
}

describe('replayMarket', () => {
  test('default: the fallback until the first push, then what each push brought; expiry needs no event', () => {
    const pushes = [createPush(11, 20n), createPush(21, 30n)]
    expect(replay(createHistory({ pushes }))).toEqual([
      [1_000, 9, 'Fallback'],
      [1_100, 20, 'Active'],
      [1_200, 30, 'Active'],
      // Its evidence is of second 1,190.
      [1_491, 9, 'Stale'],
    ])
  })

  test('behavior: a value that expires and comes back', () => {
    const pushes = [createPush(11, 20n), createPush(61, 20n)]
    expect(
      replay(createHistory({ pushes, block: { ...createHistory().block, timestamp: 1_700n } })),
    ).toEqual([
      [1_000, 9, 'Fallback'],
      [1_100, 20, 'Active'],
      [1_391, 9, 'Stale'],
      [1_600, 20, 'Active'],
    ])
  })

  test('behavior: halted, resumed, on fallback, a new source: the fallback until the next push', () => {
    const place = { account: idAt(0), transactionHash: idAt(0) } as const
    const switches = [
      { id: idAt(12), at: 1_110n, kind: 'HALTED', blockNumber: 12n, ...place },
      { id: idAt(13), at: 1_120n, kind: 'RESUMED', blockNumber: 13n, ...place },
      { id: idAt(15), at: 1_140n, kind: 'ON_FALLBACK', blockNumber: 15n, ...place },
      { id: idAt(16), at: 1_150n, kind: 'RESUMED', blockNumber: 16n, ...place },
    ] as const
    const sources = [...events.sources, { id: idAt(18), at: 1_170n }]
    const pushes = [11, 14, 17, 19].map((block) => createPush(block, BigInt(block)))
    const history = createHistory({ pushes, events: { ...events, switches, sources } })
    expect(replay(history)).toEqual([
      [1_000, 9, 'Fallback'],
      [1_100, 11, 'Active'],
      [1_110, 9, 'Halted'],
      [1_120, 9, 'Fallback'],
      [1_130, 14, 'Active'],
      [1_140, 9, 'Fallback'],
      [1_160, 17, 'Active'],
      [1_170, 9, 'Fallback'],
      [1_180, 19, 'Active'],
      [1_471, 9, 'Stale'],
    ])
  })

  test('behavior: votes move what is in force: with its bounds, the fallback, how long evidence lasts', () => {
    const history = createHistory({
      pushes: [createPush(11, 20n)],
      events: {
        ...events,
        moves: [{ id: idAt(12), at: 1_110n, newValues: fill(15n) }],
        freshness: [...events.freshness, { id: idAt(13), at: 1_120n, maxAgeSec: 100n }],
        fallbacks: [...events.fallbacks, { id: idAt(31), at: 1_300n, values: fill(8n) }],
      },
    })
    expect(replay(history)).toEqual([
      [1_000, 9, 'Fallback'],
      [1_100, 20, 'Active'],
      [1_110, 15, 'Active'],
      [1_191, 9, 'Stale'],
      [1_300, 8, 'Stale'],
    ])
  })

  test('behavior: a history that begins later begins with what was in force then', () => {
    const later = { fromAt: 1_150n, isWhole: false, pushBefore: createPush(11, 20n) }
    expect(replay(createHistory({ ...later, pushes: [createPush(21, 30n)] }))).toEqual([
      [1_150, 20, 'Active'],
      [1_200, 30, 'Active'],
      [1_491, 9, 'Stale'],
    ])
    expect(replay(createHistory({ ...later, fromAt: 1_800n }))).toEqual([[1_800, 9, 'Stale']])
  })

  test('behavior: two pushes in one block: the last counts, and each has its own context', () => {
    const first = createPush(11, 20n)
    const second = createPush(11, 30n, { id: idAt(11, 1), observedAt: 1_095n })
    const history = createHistory({ pushes: [first, second] })
    expect(replay(history)[1]).toEqual([1_100, 30, 'Active'])
    const { contexts } = replayMarket(history)
    expect(contexts.get(first.id)).toEqual({
      isAwaitingEvidence: true,
      isSameEpoch: false,
      valueAgeSec: 1_100n,
      maxAgeSec: 300n,
      epochSec: 100n,
    })
    expect(contexts.get(second.id)).toEqual({
      isAwaitingEvidence: false,
      isSameEpoch: true,
      valueAgeSec: 10n,
      maxAgeSec: 300n,
      epochSec: 100n,
    })
  })

  test('behavior: no event is known', () => {
    const none = { bounds: [], fallbacks: [], freshness: [], policies: [], sources: [] }
    expect(replay(createHistory({ events: { ...events, ...none } }))).toEqual([])
  })
})
