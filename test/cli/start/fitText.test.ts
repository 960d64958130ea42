import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitName, fitWords, toPlain, wrapPlain } from '../../../cli/start/fitText.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { sentence } from './support/frames.ts'

const random = { numRuns: scaled(200), seed: testSeed() }
const width = fc.integer({ min: 0, max: 90 })

describe('fitWords', () => {
  test('default: whole words, and a sign that there were more', () => {
    expect(fitWords('holds: epoch 2820440', 20)).toBe('holds: epoch 2820440')
    expect(fitWords('holds: epoch 2820440', 19)).toBe('holds: epoch …')
    expect(fitWords('holds: epoch 2820440', 14)).toBe('holds: epoch …')
    expect(fitWords('holds: epoch 2820440', 13)).toBe('holds: …')
    expect(fitWords('2820440', 6)).toBe('…')
  })

  test(
    'behavior: fits, and every word of it is one of the text',
    () => {
      fc.assert(
        fc.property(sentence, width, (text, columns) => {
          const fitted = fitWords(text, columns)
          expect(fitted.length).toBeLessThanOrEqual(columns)
          const words = new Set([...text.split(' '), '…', ''])
          for (const word of fitted.split(' ')) expect(words).toContain(word)
        }),
        random,
      )
    },
    scaledTimeout,
  )
})

describe('fitName', () => {
  test('default: padded, or cut with a sign', () => {
    expect(fitName('Gimbal', 8)).toBe('Gimbal  ')
    expect(fitName('a long name', 8)).toBe('a long …')
  })
})

describe('wrapPlain', () => {
  test('default: lines of whole words', () => {
    expect(wrapPlain('one two three', 7)).toEqual(['one two', 'three'])
  })

  test(
    'behavior: loses nothing, and cuts only what is wider than a line',
    () => {
      expect(wrapPlain('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij'])
      fc.assert(
        fc.property(sentence, fc.integer({ min: 10, max: 90 }), (text, columns) => {
          const lines = wrapPlain(text, columns)
          expect(lines.join(' ')).toBe(text)
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
        }),
        random,
      )
    },
    scaledTimeout,
  )
})

describe('toPlain', () => {
  test('error: what would move the cursor or take two columns is replaced', () => {
    expect(toPlain('a\u001b[2Jb\r\nc 漢 👍 \u0301é')).toBe('a?[2Jb c ? ? ?é')
  })
})
