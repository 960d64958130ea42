import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLine, lineHead } from '../../../cli/start/formatLine.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyFrame, calmFrame, shockFrame, slips } from './support/frames.ts'

describe('formatLine', () => {
  test('default: one line, figures below figures', () => {
    expect(
      `\n${[lineHead, ...[calmFrame, shockFrame].map(formatLine)].join('\n')}\n`,
    ).toMatchInlineSnapshot(`
      "
      UTC       gwei  depth $M  aggressiveness   asked  band %  last push
      21:30       53      32.5      0.55 %/day    0.60    1.62  21:20 loosening
      21:48    7,069      22.3      0.07 %/day    0.04    4.08  21:46 tightening
      "
    `)
  })

  test(
    'behavior: any frame is one line of at most 80 columns, without slips',
    () => {
      fc.assert(
        fc.property(anyFrame, (frame) => {
          const line = formatLine(frame)
          expect(line.length).toBeLessThanOrEqual(80)
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
    expect(line).toMatch(/^21:30 +53 +- +0.55 %\/day +- +1.62 {2}Stale, none yet$/)
  })
})
