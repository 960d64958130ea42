import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createHedgePrices, MEAN_MINUTES } from '../../scripts/reference/tracking/hedgePrices.ts'
import { readTrackedMarket } from '../../scripts/reference/tracking/trackedMarket.ts'
import { computeTracking, insertTracking } from '../../scripts/trackingFigures.ts'

const rows = await computeTracking()

describe('hedging by signed prices', () => {
  test('P-218 docs/prices.md says what comes out', () => {
    const page = readFileSync(new URL('../../docs/prices.md', import.meta.url), 'utf8')
    const renewal =
      'docs/prices.md is stale; run node scripts/bootstrap.mjs scripts/trackingFigures.ts'
    expect(insertTracking(page, rows) === page, renewal).toBe(true)
  })

  test('behavior: the older the price, the larger the error within a narrow band', () => {
    for (const { figures } of rows.filter(({ bandPercent }) => bandPercent === 1)) {
      const [mean, second, ten, minute] = figures.map(({ errorPercent }) => errorPercent)
      expect([second, ten, minute, mean].toSorted((a = 0, b = 0) => a - b)).toEqual([
        second,
        ten,
        minute,
        mean,
      ])
    }
  })

  test('behavior: with a signed price a second old the error stays within the band', () => {
    for (const { bandPercent, figures } of rows) {
      expect(figures[1]?.worstPercent).toBeLessThan(bandPercent * 1.1)
    }
  })

  test('default: no price knows what is later than itself', async () => {
    const market = await readTrackedMarket('polygon-2023-08-17')
    const index = MEAN_MINUTES + 100
    const cut = { ...market, minutes: market.minutes.slice(0, index + 1) }
    const ids = createHedgePrices(market, [1, 10, 60, 90])
    for (const [at, price] of createHedgePrices(cut, [1, 10, 60, 90]).entries()) {
      expect(price.priceUsd6(index)).toBe(ids[at]?.priceUsd6(index))
      expect(price.priceUsd6(index)).toBeGreaterThan(0)
    }
    const [, , , minute] = ids
    expect(minute?.priceUsd6(index)).toBe(market.minutes[index - 1]?.priceUsd6)
  })
})
