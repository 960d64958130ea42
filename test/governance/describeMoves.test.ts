import { describe, expect, test } from 'vitest'
import { type Parameters, parameterFields } from '../../core/index.ts'
import { describeMoves, groupMoves, isLooser } from '../../governance/index.ts'
import { loosensUp } from '../oracle/bounds.ts'

const from = Object.fromEntries(
  parameterFields.map((field) => [field, 100n]),
) as never as Parameters

describe('describeMoves', () => {
  test('default: one way, both ways, none', () => {
    expect(describeMoves(from, from)).toBe('unchanged')
    expect(describeMoves(from, { ...from, bandPips: 101n, maxTradeUsd: 99n })).toBe('tightening')
    expect(describeMoves(from, { ...from, aggressivenessPips: 3_300n })).toBe('loosening')
    const both = { ...from, aggressivenessPips: 3_300n, bandPips: 200n, maxTradeUsd: 1n }
    expect(describeMoves(from, { ...both, intervalSec: 101n })).toBe(
      'tightening 3, loosening 1 (aggressiveness)',
    )
    expect(describeMoves(from, { ...both, guardPips: 1n })).toBe(
      'tightening 2, loosening 2 (aggressiveness, guard)',
    )
  })

  test.each(parameterFields)('behavior: %s loosens the way that the bounds count it', (field) => {
    const up = { ...from, [field]: 101n }
    expect(describeMoves(from, up)).toBe(loosensUp[field] ? 'loosening' : 'tightening')
    expect(describeMoves(up, from)).toBe(loosensUp[field] ? 'tightening' : 'loosening')
    expect(isLooser(field, 5n, 5n)).toBe(false)
  })

  test('behavior: pushes are counted by the way they go', () => {
    expect(['tightening', 'tightening 3, loosening 1 (band)', 'heartbeat'].map(groupMoves)).toEqual(
      ['tightening', 'both ways', 'heartbeat'],
    )
  })
})
