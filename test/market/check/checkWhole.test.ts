import { describe, expect, test } from 'vitest'
import { checkWhole } from '../../../market/check/checkWhole.ts'
import type { MarketChain, MarketVenue } from '../../../market/manifest.ts'
import { createTable, toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

const chain: MarketChain = {
  name: 'ethereum',
  nativeCoin: 'ETH',
  blockSec: 12,
  gasTargetPips: 500_000,
  baseFeeDenominator: 8,
}
const polygon = { ...chain, name: 'polygon', nativeCoin: 'MATIC' }
const venue: MarketVenue = { name: 'a pool', asset: 'WETH', quote: 'USDC', feePips: 500 }
const pool = createTable('pool', 10, (index) => ({ closeTick: 200_000, liquidity: 1e15 + index }))
const price = createTable('price', 10, () => ({ priceUsd6: 2e9 }))
const gas = createTable('gas', 10, () => ({ baseFeePerGas: 3e10 }))
const names = (...args: Parameters<typeof checkWhole>) =>
  checkWhole(...args).map(({ name }) => name)

describe('checkWhole', () => {
  test('default: a pool and gas of the same coin have no finding', () => {
    expect(checkWhole({ chain, venue }, [pool, gas])).toEqual([])
  })

  test('error: gas paid in another coin than the asset, without its price, is refused', () => {
    const [finding] = checkWhole({ chain: polygon, venue }, [pool, gas])
    expect(finding).toMatchObject({ name: 'gas-coin', severity: 'refuse' })
    expect(finding?.text).toMatch(
      /^gas is paid in MATIC, the market is of WETH, and no price of MATIC is given; give --native-price/,
    )
    expect(names({ chain: { ...polygon, nativePriceUsd6: 550_000 }, venue }, [pool, gas])).toEqual(
      [],
    )
    const priced = createTable('gas', 10, () => ({ baseFeePerGas: 3e10, nativePriceUsd6: 550_000 }))
    expect(names({ chain: polygon, venue }, [pool, priced])).toEqual([])
    expect(names({ chain: polygon, venue: { ...venue, asset: 'WMATIC' } }, [pool, gas])).toEqual([])
  })

  test('error: a chain whose coin is told wrongly is refused, as Polygon paid in ether', () => {
    const [finding] = checkWhole({ chain: { ...polygon, nativeCoin: 'ETH' }, venue }, [pool, gas])
    expect(finding).toMatchObject({ name: 'gas-coin', severity: 'refuse' })
    expect(finding?.text).toMatch(/gas on polygon is paid in MATIC, market.json says ETH/)
    expect(
      names({ chain: { ...polygon, nativeCoin: 'POL', nativePriceUsd6: 1 }, venue }, [pool, gas]),
    ).toEqual([])
  })

  test('error: an index of volatility has no price', () => {
    const [table] = readRecorded('volatility', 'volatility')
    const findings = checkWhole({ chain, venue }, table === undefined ? [] : [toTable(table)])
    expect(findings[0]).toMatchObject({ name: 'no-price', severity: 'refuse' })
    expect(findings[0]?.text).toMatch(
      /an index of volatility is none; import the bars of an exchange/,
    )
  })

  test('behavior: depth that is assumed, that never moves, or that is missing', () => {
    expect(names({ chain, venue }, [price, gas])).toEqual(['no-depth'])
    const assumed = { chain, venue: { ...venue, depthUsd6: 150e12 } }
    const [finding] = checkWhole(assumed, [price, gas])
    expect(finding).toMatchObject({ name: 'depth-constant', severity: 'warn' })
    expect(finding?.text).toMatch(/^depth is constant: \$150,000,000 is assumed at all times/)
    const still = createTable('pool', 10, () => ({ closeTick: 200_000, liquidity: 1e18 }))
    expect(names({ chain, venue }, [still, gas])).toEqual(['depth-constant'])
  })

  test('behavior: no gas is told; an assumed one is gas', () => {
    expect(names({ chain, venue }, [pool])).toEqual(['no-gas'])
    for (const baseFeePerGas of [3e10, 0]) {
      expect(names({ chain: { ...chain, baseFeePerGas }, venue }, [pool])).toEqual([])
    }
  })

  test('error: records that have no time in common', () => {
    const later = createTable('gas', 10, (index) => ({
      at: 1.7e9 + index * 60,
      baseFeePerGas: 3e10,
    }))
    const findings = checkWhole({ chain, venue }, [pool, later])
    expect(findings).toMatchObject([{ name: 'no-common-time', severity: 'refuse' }])
    expect(findings[0]?.text).toBe(
      'pool.csv ends at 2023-01-01 00:09, before gas.csv begins at 2023-11-14 22:13; import records of the same time',
    )
  })
})
