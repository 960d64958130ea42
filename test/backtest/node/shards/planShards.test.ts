import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupShards, planShards, takeShare } from '../../../../backtest/node/shards/planShards.ts'
import { createSmallInputs } from './support/smallRun.ts'

const inputs = await createSmallInputs()
const shards = planShards(inputs)

describe('planShards', () => {
  test('default: each rule of each task once, in a fixed order', () => {
    const ids = shards.map(({ id }) => id)
    expect(ids.slice(0, 5)).toEqual([
      'main/hold',
      'main/band-0.5',
      'main/in-force',
      'main/proposal',
      'main/proposal-without-policy.riskAversion',
    ])
    expect(ids).toContain('refill-x0.2/proposal')
    expect(ids.at(-1)).toBe('case-1/oracle')
    expect(new Set(ids).size).toBe(9 + 6 * 4 + 5)
    expect(planShards(inputs).map(({ id }) => id)).toEqual(ids)
  })
})

describe('takeShare', () => {
  test('P-130 all shares together have every part once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        (all, n) => {
          const shares = Array.from({ length: n }, (_, at) => takeShare(all, at + 1, n))
          expect(shares.flat()).toEqual(all)
          const sizes = shares.map(({ length }) => length)
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('groupShards', () => {
  test('default: few rules of one task, each once', () => {
    const groups = groupShards(shards)
    expect(groups.flat()).toEqual(shards)
    for (const group of groups) {
      expect(group.length).toBeLessThanOrEqual(4)
      expect(new Set(group.map(({ taskId }) => taskId)).size).toBe(1)
    }
    expect(groups.length).toBe(3 + 6 + 2)
  })
})
