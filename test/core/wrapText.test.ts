import { assert, integer, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText, measureColumns, showText, wrapText } from '../../core/index.ts'

describe('measureColumns', () => {
  test('default', () => {
    expect(measureColumns('Zürich')).toBe(6)
    expect(measureColumns('e\u0301')).toBe(1)
    expect(measureColumns('東京 🚀 ⚠️')).toBe(4 + 1 + 2 + 1 + 2)
  })
})

describe('cutText', () => {
  test('default', () => {
    expect(cutText('a title', 7)).toBe('a title')
    expect(cutText('a long title', 7)).toBe('a long…')
    expect(cutText('東京東京', 5)).toBe('東京…')
  })
})

describe('wrapText', () => {
  test('default', () => {
    expect(wrapText('  one two three', 9, '    ')).toEqual(['  one two', '    three'])
    expect(wrapText('', 9)).toEqual([''])
  })

  test('behavior: a long word is broken, so that no terminal begins a line of its own', () => {
    expect(wrapText('a 123456789', 4, '| ')).toEqual(['a 12', '| 34', '| 56', '| 78', '| 9'])
  })

  test('behavior: no line is longer, and nothing but blanks is lost', () => {
    assert(
      property(string({ unit: 'binary' }), integer({ min: 10, max: 40 }), (text, columns) => {
        const shown = showText(text)
        const lines = wrapText(shown, columns, '| ')
        for (const line of lines) expect(measureColumns(line)).toBeLessThanOrEqual(columns)
        const joined = lines.map((line, index) => (index === 0 ? line : line.slice(2))).join('')
        expect(joined.replaceAll(' ', '')).toBe(shown.replaceAll(' ', ''))
      }),
    )
  })
})
