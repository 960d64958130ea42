import { stringToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { resolveMarket } from '../../../cli/governance/resolveMarket.ts'
import { UsageError } from '../../../cli/program/errors.ts'

const id = (name: string) => stringToHex(name, { size: 32 })
const [weth, wbtc, nameless] = [id('weth-usd'), id('wbtc-usd'), id('Weth \x1b[8m')]
const ids = [weth, wbtc, nameless]

describe('resolveMarket', () => {
  test('default: a name, or its beginning', () => {
    expect(resolveMarket('weth-usd', ids)).toBe(weth)
    expect(resolveMarket('we', ids)).toBe(weth)
  })

  test('error: a text that fits no market lists those that there are', () => {
    const typo = () => resolveMarket('weht\x1b[8m', ids)
    expect(typo).toThrow(UsageError)
    expect(typo).toThrow(
      'there is no market weht\\x1b[8m; give one of weth-usd, wbtc-usd, 0x57657468',
    )
    expect(() => resolveMarket(undefined, [])).toThrow(/the market is missing; .* none yet/)
  })
})
