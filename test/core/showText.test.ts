import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BaseError, showJson, showLines, showText } from '../../core/index.ts'

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

  test('behavior: marks without a letter, and heaps of them, are seen', () => {
    const mark = '\u0336'
    expect(showText(`${mark}DANGER`)).toBe('\\u{336}DANGER')
    expect(showText(`a\x1b${mark}`)).toBe('a\\x1b\\u{336}')
    expect(showText(`a${mark.repeat(6)}b`)).toBe(`a${mark.repeat(4)}\\u{336}\\u{336}b`)
    expect(showText('Tie\u0302\u0301ng שָּׁלוֹם ที่')).toBe('Tie\u0302\u0301ng שָּׁלוֹם ที่')
  })

  test('P-56 of any text nothing is left that a terminal obeys, and once is enough', () => {
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

describe('showJson', () => {
  test('default: the same value, in characters that are seen', () => {
    const value = { title: 'a\u202eb\u009bc\x7f\u{e0041}\u2028', list: ['Zürich 🚀'] }
    const json = showJson(JSON.stringify(value, null, 2))
    expect(json).toContain('"a\\u202eb\\u009bc\\u007f\\udb40\\udc41\\u2028"')
    expect(json).toContain('Zürich 🚀')
    expect(JSON.parse(json)).toEqual(value)
  })

  test('behavior: any value comes back', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const json = showJson(JSON.stringify({ text }))
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(JSON.parse(json)).toEqual({ text })
      }),
    )
  })
})

describe('BaseError', () => {
  test('behavior: what a message quotes is shown, on one line and of a length that can be read', () => {
    const error = new BaseError('test/shown', 'got "\x1b[8m\nDANGER\u202e"; give a name')
    expect(error.message).toBe('got "\\x1b[8m\\nDANGER\\u{202e}"; give a name')
    expect(error.stack).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u)
    expect(new BaseError('test/shown', 'x'.repeat(100_000)).message).toHaveLength(4_000)
  })

  test('behavior: a message of several lines is given as its lines', () => {
    const { message } = new BaseError('test/shown', ['one\r', 'two'])
    expect(message).toBe('one\\r\ntwo')
  })
})
