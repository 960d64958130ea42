import { describe, expect, test } from 'vitest'
import { judge } from '../../../backtest/statistics/compareRules.ts'

describe('judge', () => {
  test('P-112 better or worse only where the interval leaves 0 out', () => {
    expect(judge(-9n, -1n, 60, 30)).toBe('better')
    expect(judge(1n, 9n, 60, 30)).toBe('worse')
    expect(judge(-9n, 1n, 60, 30)).toBe('no difference shown')
    expect(judge(-9n, 0n, 60, 30)).toBe('no difference shown')
    expect(judge(0n, 9n, 60, 30)).toBe('no difference shown')
  })

  test('P-112 nothing is claimed of fewer than sixty days or thirty trades', () => {
    expect(judge(-9n, -1n, 59, 900)).toBe('too short to judge')
    expect(judge(-9n, -1n, 900, 29)).toBe('too short to judge')
  })
})
