import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  acrossLineHead,
  formatAcrossFrame,
  formatAcrossLine,
} from '../../../../cli/start/chains/formatAcross.ts'
import type { AcrossFrame, AwayFrame } from '../../../../cli/start/chains/frame.ts'
import { remoteMarket } from '../../../../stack/chains/remoteMarket.ts'
import { calmFrame } from '../support/frames.ts'

const away: AwayFrame = {
  name: 'local-2',
  at: calmFrame.at,
  blockNumber: 77n,
  baseFeePerGas: 50_000_000n,
  status: 'active',
  ageSec: 130n,
  values: { ...calmFrame.values, aggressivenessPips: 20n },
  min: remoteMarket.bounds.min,
  max: remoteMarket.bounds.max,
  held: [{ field: 'aggressivenessPips', limit: 'step' }],
  messages: { sent: 5, delivered: 4, underWay: 1, failed: 0 },
}
const frame: AcrossFrame = Object.assign({}, calmFrame, { away, homeAgeSec: 45n })
const draw = (of: AcrossFrame, size = {}) =>
  formatAcrossFrame(of, { columns: 80, color: false, ...size })

describe('formatAcrossFrame', () => {
  test('default: each parameter at home, on the other chain, and the bounds there', () => {
    const lines = draw(frame)
    const find = (start: string) => lines.find((line) => line.startsWith(` ${start}`))?.split(/\s+/)
    expect(find('status')).toEqual(['', 'status', 'active', 'active'])
    expect(find('evidence')).toEqual(['', 'evidence', 'is', 'old', '45', 's', '2', 'min'])
    expect(find('aggressiveness')).toEqual([
      ...['', 'aggressiveness,', '%/day', '0.55', '0.29', '0.00', 'to', '72.00'],
    ])
    expect(lines.at(-2)).toBe(' messages: 5 sent, 4 delivered, 1 under way')
    expect(lines.at(-1)).toBe(' its bounds hold back 1 field: aggressiveness (step)')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    expect(lines.length).toBeLessThanOrEqual(24)
  })

  test('behavior: colours change no text; a low terminal gets as many lines as it has', () => {
    const plain = draw(frame)
    expect(draw(frame, { color: true }).map(stripVTControlCharacters)).toEqual(plain)
    expect(draw(frame, { rows: 12 })).toHaveLength(11)
    expect(draw(frame, { rows: 22 }).length).toBeLessThanOrEqual(21)
  })

  test('behavior: nothing is known of the other chain yet', () => {
    const lines = draw(Object.assign({}, frame, { away: undefined, homeAgeSec: undefined }))
    expect(lines.at(-2)).toBe(' messages: none read yet')
    expect(lines.join('\n')).not.toContain('undefined')
  })
})

describe('formatAcrossLine', () => {
  test('default: one line, its figures below the heading', () => {
    const line = formatAcrossLine(frame)
    expect(line.length).toBeLessThanOrEqual(80)
    expect(acrossLineHead.length).toBeLessThanOrEqual(80)
    const end = (text: string, part: string) => text.indexOf(part) + part.length
    expect(end(line, '0.55')).toBe(end(acrossLineHead, 'home %/day'))
    expect(end(line, '0.29')).toBe(end(acrossLineHead, 'away %/day'))
    expect(line.trimEnd().endsWith(' 1')).toBe(true)
  })

  test('behavior: a chain that is not active says what it is instead of the age', () => {
    const held = Object.assign({}, frame, { away: Object.assign({}, away, { status: 'fallback' }) })
    expect(formatAcrossLine(held)).toContain('fallback')
  })
})
