import { stringToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { AmbiguousIdError } from '../../client/errors.ts'
import { findMarket, nameMarkets } from '../../client/findMarket.ts'

const id = (name: string) => stringToHex(name, { size: 32 })
const [weth, wbtc, nameless] = [id('weth-usd'), id('wbtc-usd'), id('Weth \x1b[8m')]
const ids = [weth, wbtc, nameless]

describe('findMarket', () => {
  test('default: a name, an id, or the beginning of one', () => {
    expect(findMarket('weth-usd', ids)).toBe(weth)
    expect(findMarket(wbtc.toUpperCase().replace('0X', '0x'), ids)).toBe(wbtc)
    expect(findMarket('we', ids)).toBe(weth)
    expect(findMarket('0x576574', ids)).toBe(nameless)
    expect(findMarket('weth-usd', [weth, id('weth-usd-2')])).toBe(weth)
  })

  test('behavior: none has it, or nothing is named', () => {
    expect(findMarket('weht', ids)).toBeUndefined()
    expect(findMarket(' ', ids)).toBeUndefined()
    expect(findMarket('weth-usd', [])).toBeUndefined()
  })

  test('error: several have it: they are named', () => {
    const several = () => findMarket('w', ids)
    expect(several).toThrow(AmbiguousIdError)
    expect(several).toThrow(/more digits of one market: weth-usd, wbtc-usd$/)
  })
})

describe('nameMarkets', () => {
  test('default: its name; without a valid one its short id', () => {
    expect([...nameMarkets(ids).values()]).toEqual(['weth-usd', 'wbtc-usd', '0x57657468'])
  })
})
