import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wrapWords } from '../../../cli/io/wrapWords.ts'

const text = fc.array(fc.stringMatching(/^[!-~]{1,20}$/)).map((words) => words.join(' '))

describe('wrapWords', () => {
  test('default: lines of whole words', () => {
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapWords('  one\n two\tthree ', 7)).toEqual(['one two', 'three'])
    expect(wrapWords('', 7)).toEqual([''])
  })

  test('behavior: later lines hang', () => {
    expect(wrapWords('Usage: gimbal vote', 14, { hang: 7 })).toEqual([
      'Usage: gimbal',
      '       vote',
    ])
  })

  test('behavior: a wide word stays whole, unless it may be cut', () => {
    expect(wrapWords('see /a/long/path now', 6)).toEqual(['see', '/a/long/path', 'now'])
    expect(wrapWords('see /a/long/path', 6, { isCut: true })).toEqual(['see', '/a/lon', 'g/path'])
    expect(wrapWords('abc', 0, { isCut: true })).toEqual(['a', 'b', 'c'])
  })

  test('behavior: nothing is lost, and no line is too wide that could be narrower', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 90 }), fc.nat(10), (words, width, hang) => {
        const lines = wrapWords(words, width, { hang })
        expect(lines.map((line) => line.trimStart()).join(' ')).toBe(words)
        for (const line of lines) {
          expect(line.length <= width || !line.trimStart().includes(' ')).toBe(true)
        }
      }),
    )
  })
})
