import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parameterFields } from '../../core/fields.ts'
import { computeDistances, placeDistances } from '../../scripts/distanceFigures.ts'

const figures = await computeDistances()

describe('how far a proven push lies from the index', () => {
  test('default: docs/evidence.md says what comes out', () => {
    const page = readFileSync(new URL('../../docs/evidence.md', import.meta.url), 'utf8')
    const renewal =
      'docs/evidence.md is stale; run node scripts/bootstrap.mjs scripts/distanceFigures.ts'
    expect(placeDistances(page, figures) === page, renewal).toBe(true)
  })

  test('behavior: the variance is the same statistic: apart by a per cent at the median, on the day of a shock', () => {
    const { median, p95 } = figures.observations.varianceWad
    expect(median).toBeLessThan(2)
    expect(p95).toBeLessThan(10)
  })

  test('behavior: a proven push lies nearer to the index than the index does an epoch before', () => {
    const { all, epochBefore } = figures.parameters
    for (const field of parameterFields) {
      // Of a slow average like the multiplier's the index has the same in most epochs.
      if (field === 'cppiMultiplierE3' || field === 'guardPips') continue
      expect(all[field].median).toBeLessThan(epochBefore[field].median)
      expect(all[field].p95).toBeLessThan(epochBefore[field].p95)
    }
  })
})
