import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showLines, showText } from '../../core/index.ts'

describe('showText', () => {
  test('default', () => {
    expect(showText('# Routine upkeep\x1b[8m')).toBe('# Routine upkeep\\x1b[8m')
    expect(showText('\x1b[2K\r\x1b[32mexecuted')).toBe('\\x1b[2K\\r\\x1b[32mexecuted')
    expect(showText('Zürich, 東京, مرحبا, 5 % → 4 %')).toBe('Zürich, 東京, مرحبا, 5 % → 4 %')
  })

  test('behavior: what is hidden, turns the direction or breaks the line is seen', () => {
    expect(showText('a\u202eb\u2066c')).toBe('a\\u{202e}b\\u{2066}c')
    expect(showText('a\u200bb\ufeffc\u00add')).toBe('a\\u{200b}b\\u{feff}c\\xadd')
    expect(showText('a\nb\u2028c\u0085d\tе')).toBe('a\\nb\\u{2028}c\\x85d\\tе')
    expect(showText('⚠️ a️')).toBe('⚠️ a\\u{fe0f}')
    expect(showText('\u{e0041}\ud800')).toBe('\\u{e0041}\\u{d800}')
  })

  test('behavior: of any text nothing is left that a terminal obeys, and once is enough', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const shown = showText(text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(showText(shown)).toBe(shown)
      }),
    )
  })
})

describe('showLines', () => {
  test('default', () => {
    expect(showLines('a\r\nb\x1b[8m\nc\r')).toBe('a\nb\\x1b[8m\nc\\r')
  })
})
