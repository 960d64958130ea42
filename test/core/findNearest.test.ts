import { describe, expect, test } from 'vitest'
import { findNearest } from '../../core/findNearest.ts'

const known = ['weth-usd', 'wbtc-usd', 'endpoints', 'url']

describe('findNearest', () => {
  test.each([
    ['weth-ust', 'weth-usd'],
    ['wteh-usd', 'weth-usd'],
    ['WETH-USD', 'weth-usd'],
    ['endpoint', 'endpoints'],
    ['urll', 'url'],
  ])('default: %s was meant to be %s', (name, meant) => {
    expect(findNearest(name, known)).toBe(meant)
  })

  test.each(['gold', '', 'password'])('behavior: nothing is near %j', (name) => {
    expect(findNearest(name, known)).toBeUndefined()
    expect(findNearest(name, [])).toBeUndefined()
  })
})
