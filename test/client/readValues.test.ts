import { describe, expect, test } from 'vitest'
import { type MarketState, readValues } from '../../client/readValues.ts'
import { type Parameters, parameterFields } from '../../core/index.ts'

const fill = (value: bigint) =>
  Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters
const inForce = fill(1n)
const fallbackVector = fill(2n)
const freshness = { maxAgeSec: 1_800n, reportAgeSec: 1_200n, reportAgeBlocks: 200n }
const state: MarketState = {
  values: inForce,
  observedAt: 1_700_000_000n,
  config: '0x00000000000000000000000000000000000000C0',
  isHalted: false,
  isOnFallback: false,
  isAwaitingEvidence: false,
  loosening: { used: fill(0n), lastAt: 0n },
}
const read = (changes: Partial<MarketState>, ageSec = 60n) =>
  readValues({ ...state, ...changes }, { fallbackVector, freshness }, state.observedAt + ageSec)

describe('readValues', () => {
  test('default: the vector in storage while its evidence is young enough', () => {
    expect(read({})).toEqual({ values: inForce, status: 'Active', ageSec: 60n })
    expect(read({}, 1_800n)).toMatchObject({ values: inForce, status: 'Active' })
  })

  test.each<[string, Partial<MarketState>, bigint, string]>([
    ['is stale', {}, 1_801n, 'Stale'],
    ['is halted', { isHalted: true }, 60n, 'Halted'],
    ['is halted and on its fallback', { isHalted: true, isOnFallback: true }, 60n, 'Halted'],
    ['is on its fallback', { isOnFallback: true }, 60n, 'Fallback'],
    ['is on its fallback for long', { isOnFallback: true }, 1_801n, 'Fallback'],
    ['awaits evidence', { isAwaitingEvidence: true }, 60n, 'Fallback'],
  ])('behavior: the fallback where the market %s', (_, changes, ageSec, status) => {
    expect(read(changes, ageSec)).toEqual({ values: fallbackVector, status, ageSec })
  })

  test('behavior: without evidence there is no age', () => {
    expect(read({ observedAt: 0n, isAwaitingEvidence: true })).toEqual({
      values: fallbackVector,
      status: 'Fallback',
      ageSec: undefined,
    })
  })
})
