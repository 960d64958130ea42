import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawRuler } from '../../../cli/start/drawRuler.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'

const bounds = { min: 1n, max: 10_000n, cells: 9 }

describe('drawRuler', () => {
  test.each([
    [1n, 10_000n, '├●───────○┤'],
    [100n, 10n, '├──○─●────┤'],
    [100n, 100n, '├────●────┤'],
    [100n, undefined, '├────●────┤'],
  ])('default: %s in force and %s asked for', (value, target, text) => {
    expect(drawRuler({ ...bounds, value, target })).toBe(text)
  })

  test('behavior: zero stands apart from the scale', () => {
    const fromZero = { ...bounds, min: 0n, cells: 10 }
    expect(drawRuler({ ...fromZero, value: 0n, target: 1n })).toBe('├●○────────┤')
    expect(drawRuler({ ...fromZero, value: 100n, target: undefined })).toBe('├┄────●────┤')
  })

  test('error: what lies outside is marked at the nearer end, and equal bounds have one', () => {
    expect(drawRuler({ ...bounds, min: 10n, value: 1n, target: 99_999n })).toBe('├●───────○┤')
    expect(drawRuler({ ...bounds, min: 5n, max: 5n, value: 5n, target: 5n })).toBe('├●────────┤')
    expect(drawRuler({ ...bounds, min: 0n, max: 0n, value: 0n, target: 5n })).toBe('├●○───────┤')
  })

  test(
    'behavior: the mark never moves against the value, and is always there',
    () => {
      const raw = fc.bigInt({ min: 0n, max: 2n ** 32n })
      fc.assert(
        fc.property(raw, raw, raw, raw, (a, b, min, max) => {
          const options = { target: undefined, min, max, cells: 20 }
          const at = (value: bigint) => drawRuler({ ...options, value }).indexOf('●')
          expect(at(a)).toBeGreaterThan(0)
          expect(drawRuler({ ...options, value: a })).toHaveLength(22)
          if (a <= b) expect(at(a)).toBeLessThanOrEqual(at(b))
        }),
        { numRuns: scaled(200), seed: testSeed() },
      )
    },
    scaledTimeout,
  )
})
