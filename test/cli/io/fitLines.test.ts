import { describe, expect, test } from 'vitest'
import { fitToTerminal } from '../../../cli/io/fitLines.ts'

const text = `gimbal: ${'word '.repeat(30)}end\nshort`

describe('fitToTerminal', () => {
  test('default: lines as wide as the terminal is', () => {
    const lines = fitToTerminal(text, { isTTY: true, columns: 60 }).split('\n')
    expect(lines.length).toBe(4)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60)
    expect(lines.at(-1)).toBe('short')
  })

  test('behavior: in a pipe lines stay whole', () => {
    expect(fitToTerminal(text, {})).toBe(text)
  })
})
