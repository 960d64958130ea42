import { stringToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { nameMarkets, resolveMarket } from '../../../cli/governance/resolveMarket.ts'
import { UsageError } from '../../../cli/program/errors.ts'
import { AmbiguousIdError } from '../../../client/errors.ts'

const id = (name: string) => stringToHex(name, { size: 32 })
const [weth, wbtc, nameless] = [id('weth-usd'), id('wbtc-usd'), id('Weth \x1b[8m')]
const ids = [weth, wbtc, nameless]

describe('resolveMarket', () => {
  test('default: a name, an id, or the beginning of one', () => {
    expect(resolveMarket('weth-usd', ids)).toBe(weth)
    expect(resolveMarket(wbtc.toUpperCase().replace('0X', '0x'), ids)).toBe(wbtc)
    expect(resolveMarket('we', ids)).toBe(weth)
    expect(resolveMarket('0x576574', ids)).toBe(nameless)
    expect(resolveMarket('weth-usd', [weth, id('weth-usd-2')])).toBe(weth)
  })

  test('behavior: a market without a valid name is called by its short id', () => {
    expect([...nameMarkets(ids).values()]).toEqual(['weth-usd', 'wbtc-usd', '0x57657468'])
  })

  test('error: a text that fits no market or several lists the markets', () => {
    const typo = () => resolveMarket('weht\x1b[8m', ids)
    expect(typo).toThrow(UsageError)
    expect(typo).toThrow(
      'there is no market weht\\x1b[8m; give one of weth-usd, wbtc-usd, 0x57657468',
    )
    expect(() => resolveMarket(undefined, [])).toThrow(/the market is missing; .* none yet/)
    const several = () => resolveMarket('w', ids)
    expect(several).toThrow(AmbiguousIdError)
    expect(several).toThrow(/more digits of one market: weth-usd, wbtc-usd$/)
  })
})
