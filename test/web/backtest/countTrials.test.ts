import { describe, expect, test } from 'vitest'
import { countTrials } from '../../../web/backtest/countTrials.ts'

const trial = (digit: string) => `0x${digit.repeat(64)}` as const
const record = (...digits: string[]) => ({
  subject: 'weth-usd 0xaa',
  documentHash: undefined,
  trials: digits.map(trial),
})

function createStorage() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe('countTrials', () => {
  test('default: every trial against the same settings counts once, whichever draft made it', () => {
    const storage = createStorage()
    expect(countTrials(storage, record('1', '2'))).toBe(2)
    expect(countTrials(storage, record('2', '3'))).toBe(3)
    expect(countTrials(storage, record('1'))).toBe(3)
  })

  test('behavior: other settings in force have a count of their own', () => {
    const storage = createStorage()
    countTrials(storage, record('1', '2'))
    expect(countTrials(storage, { ...record('3'), subject: 'weth-usd 0xbb' })).toBe(1)
  })

  test('behavior: a browser that keeps nothing, or something else, counts what is run now', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('no room', 'QuotaExceededError')
      },
    }
    expect(countTrials(full, record('1', '2'))).toBe(2)
    const odd = { getItem: () => '{"a":1}', setItem: () => {} }
    expect(countTrials(odd, record('1'))).toBe(1)
  })
})
