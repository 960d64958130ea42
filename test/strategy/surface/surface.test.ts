import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSurface } from '../../../strategy/surface/createSurface.ts'
import { impliedAheadWad } from '../../../strategy/surface/impliedAhead.ts'
import { measureFit } from '../../../strategy/surface/measureFit.ts'
import type { OptionQuote } from '../../../strategy/surface/quote.ts'
import { strategies } from '../support/strategies.ts'
import { findArbitrage } from './arbitrage.ts'

const DAY_SEC = 86_400
const YEAR_SEC = 31_557_600

function readChain(): OptionQuote[] {
  const text = readFileSync(new URL('ethOptions.csv', import.meta.url), 'utf8')
  const [, , ...lines] = text.trim().split('\n')
  return lines.map((line) => {
    const [expiryAt, isCall, strikeUsd6, forwardUsd6, markVolatilityPips, bidPips9, askPips9] = line
      .split(',')
      .map(Number) as [number, number, number, number, number, number, number]
    return {
      expiryAt,
      isCall: isCall === 1,
      strikeUsd6,
      forwardUsd6,
      markVolatilityPips,
      bidPips9,
      askPips9,
    }
  })
}

const chainAt = Date.parse('2026-01-20T15:39:50Z') / 1_000
const chain = readChain()
const grid = Array.from({ length: 400 }, (_, index) => 0.02 * 1.013 ** index)

const at = 1_700_000_000
const quote = (days: number, strike: number, volatility: number): OptionQuote => ({
  expiryAt: at + days * DAY_SEC,
  isCall: strike >= 1_000,
  strikeUsd6: strike * 1e6,
  forwardUsd6: 1_000e6,
  markVolatilityPips: Math.round(volatility * 1e6),
  bidPips9: Number.NaN,
  askPips9: Number.NaN,
})
const flat = [7, 30].flatMap((days) =>
  [800, 1_000, 1_200].map((strike) => quote(days, strike, 0.6)),
)

describe('createSurface', () => {
  test('default: a recorded chain, its liquid quotes within bid and ask', () => {
    const fit = measureFit(createSurface(chain, chainAt, strategies), chain)
    expect(fit).toEqual({ liquid: 523, liquidWithin: 522, quoted: 678, quotedWithin: 672 })
  })

  test('P-122 a recorded chain allows no arbitrage, at its expiries and between them', () => {
    expect(findArbitrage(createSurface(chain, chainAt, strategies), grid)).toBeUndefined()
  })

  test('behavior: nor does any chain, however wild', () => {
    const wild = fc.record({
      days: fc.constantFrom(1, 2, 7, 30, 180),
      strike: fc.integer({ min: 300, max: 3_000 }),
      volatility: fc.double({ min: 0.05, max: 3, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(wild, { minLength: 1, maxLength: 30 }), (quotes) => {
        const list = quotes.map(({ days, strike, volatility }) => quote(days, strike, volatility))
        expect(findArbitrage(createSurface(list, at, strategies), grid)).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  test('behavior: through quotes that allow none themselves', () => {
    const surface = createSurface(flat, at, strategies)
    for (const days of [7, 30]) {
      for (const strike of [800, 1_000, 1_200]) {
        const wad = surface.impliedVarianceWad(strike * 1e6, at + days * DAY_SEC)
        expect(wad / 1e18).toBeCloseTo(0.36, 5)
      }
    }
  })

  test('behavior: between expiries total variance at the forward is linear in time', () => {
    const surface = createSurface([quote(10, 1_000, 0.5), quote(30, 1_000, 0.7)], at, strategies)
    const [early, late] = [0.25 * 10, 0.49 * 30]
    const totalAt = (days: number) =>
      (surface.impliedVarianceWad(1_000e6, at + days * DAY_SEC) / 1e18) * days
    expect(totalAt(20)).toBeCloseTo((early + late) / 2, 5)
    expect(totalAt(15)).toBeCloseTo(early + (late - early) / 4, 5)
    expect(totalAt(5)).toBeCloseTo(early / 2, 5)
  })

  test('behavior: a later expiry that is quoted too low is raised to the one before', () => {
    const surface = createSurface([quote(10, 1_000, 0.9), quote(11, 1_000, 0.3)], at, strategies)
    const [early, late] = [10, 11].map(
      (days) => (surface.impliedVarianceWad(1_000e6, at + days * DAY_SEC) / 1e18) * days,
    )
    expect(late).toBeCloseTo(early ?? 0, 6)
  })

  test('behavior: the forward is straight between expiries', () => {
    const later = { ...quote(30, 1_000, 0.6), forwardUsd6: 1_040e6 }
    const surface = createSurface([quote(10, 1_000, 0.6), later], at, strategies)
    expect([5, 10, 15, 30].map((days) => surface.forwardUsd6(at + days * DAY_SEC))).toEqual([
      1_000e6, 1_000e6, 1_010e6, 1_040e6,
    ])
  })

  test('error: no quote of an expiry to come', () => {
    expect(() => createSurface([], at, strategies)).toThrow(/^got no quote of an expiry after /)
    expect(() => createSurface(flat, at + YEAR_SEC, strategies)).toThrow(/^got no quote/)
    expect(() => createSurface([quote(7, 1_000, Number.NaN)], at, strategies)).toThrow(/^got no/)
  })

  test.each([0, 31, Number.NaN])('error: a time outside its expiries, %d days ahead', (days) => {
    const surface = createSurface(flat, at, strategies)
    expect(() => surface.callShare(1, at + days * DAY_SEC)).toThrow(
      /^got an expiry at .*, allowed is a time after 1700000000, up to 1702592000$/,
    )
  })
})

test('impliedAheadWad default: thirty days ahead, or the nearest expiry that there is', () => {
  const implied = (...days: number[]) => {
    const quotes = days.map((of) => quote(of, 1_000, of / 100))
    return Math.sqrt(impliedAheadWad(createSurface(quotes, at, strategies)) / 1e18)
  }
  expect(implied(20, 30, 60)).toBeCloseTo(0.3, 5)
  expect(implied(40, 60)).toBeCloseTo(0.4, 5)
  expect(implied(10, 20)).toBeCloseTo(0.2, 5)
})

test('measureFit behavior: quotes that nobody bids or asks do not count', () => {
  const surface = createSurface(flat, at, strategies)
  const none = flat.map((one) => ({ ...one, bidPips9: 0, askPips9: 1e9 }))
  expect(measureFit(surface, none).quoted).toBe(0)
  const wide = flat.map((one) => ({ ...one, bidPips9: 1, askPips9: 1e9 }))
  expect(measureFit(surface, wide)).toEqual({
    liquid: 0,
    liquidWithin: 0,
    quoted: 6,
    quotedWithin: 6,
  })
})
