import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLine } from '../../../cli/start/formatLine.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyFrame, calmFrame, shockFrame, slips } from './support/frames.ts'

describe('formatLine', () => {
  test('default: one line, figures below figures', () => {
    expect(`\n${[calmFrame, shockFrame].map(formatLine).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      21:30  gas     53 gwei  depth $32.5 M  aggressiveness   2.04 %/day (asked 2.16)  band +-2.26 %  push 21:20 loosening
      21:48  gas  7,069 gwei  depth $22.3 M  aggressiveness   0.30 %/day (asked 0.19)  band +-5.17 %  push 21:46 tightening
      "
    `)
  })

  test(
    'behavior: any frame is one line of at most 120 columns, without slips',
    () => {
      fc.assert(
        fc.property(anyFrame, (frame) => {
          const line = formatLine(frame)
          expect(line.length).toBeLessThanOrEqual(120)
          expect(line).toMatch(/^[\x20-\x7e\u00a1-\u00ff…]+$/)
          expect(line).not.toMatch(slips)
        }),
        { numRuns: scaled(300), seed: testSeed() },
      )
    },
    scaledTimeout,
  )

  test('error: what is missing is a dash, and a market out of order says so', () => {
    const line = formatLine({
      ...calmFrame,
      status: 'Stale',
      depthUsd6: undefined,
      target: undefined,
      lastPush: undefined,
    })
    expect(line).toMatch(/^21:30 {2}Stale {2}gas .* depth +- .*\(asked -\) .* no push yet$/)
  })
})
