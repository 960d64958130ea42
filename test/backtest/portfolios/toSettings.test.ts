import { expect, test } from 'vitest'
import { parsePortfolio } from '../../../backtest/portfolios/document.ts'
import type { DocumentOf, PortfolioDocument } from '../../../backtest/portfolios/schema.ts'
import { toSettings } from '../../../backtest/portfolios/toSettings.ts'

const read = <Kind extends PortfolioDocument['kind']>(kind: Kind, figures: object) =>
  parsePortfolio({ kind, name: 'mine', nav: '$7', ...figures }) as DocumentOf<Kind>
const common = { id: 'mine', navUsd6: 7_000_000 }

test('toSettings default: each figure of each kind, in its unit', () => {
  expect(toSettings.constantMix(read('constant-mix', { weight: '30 %' }))).toEqual({
    ...common,
    weightPips: 300_000,
  })
  const assets = [{ weight: '30 %' }, { market: 'b', weight: '20 %' }]
  expect(toSettings.basket(read('basket', { assets, memory: '14 d' }))).toEqual({
    ...common,
    weightsPips: [300_000, 200_000],
    memoryDays: 14,
  })
  const floor = { floor: '80 %', ratchet: '70 %', multiplier: '4.5 x', maxWeight: '150 %' }
  expect(toSettings.cppi(read('cppi', floor))).toEqual({
    ...common,
    floorPips: 800_000,
    ratchetPips: 700_000,
    multiplierE3: 4_500,
    maxWeightPips: 1_500_000,
  })
})

test('toSettings default: options', () => {
  const legs = [{ type: 'put', strike: '90 %', term: '8 h', quantity: '-40 %' }]
  const given = { legs, hedge: 'spot', spread: '4 %' }
  expect(toSettings.optionBook(read('option-book', given))).toEqual({
    ...common,
    legs: [{ type: 'put', strikePips: 900_000, termSec: 28_800, quantityPips: -400_000 }],
    hedge: 'spot',
    spreadPips: 40_000,
  })
})

test('toSettings default: carry, by its leverage or by the gap', () => {
  const given = {
    margin: 'cross',
    leverage: '1.5 x',
    maintenance: '1 %',
    basisReserve: '2 %',
    haircut: '3 %',
    topUp: '40 %',
    penalty: '5 %',
    borrowYear: '6 %',
    timing: '7 d',
  }
  const expected = {
    ...common,
    margin: 'cross',
    leverage: 1_500,
    maintenancePips: 10_000,
    basisReservePips: 20_000,
    haircutPips: 30_000,
    topUpPips: 400_000,
    penaltyPips: 50_000,
    borrowPipsYear: 60_000,
    timingSec: 604_800,
  }
  expect(toSettings.carry(read('carry', given))).toEqual(expected)
  const gap = { z: 4.1, zJump: 3.8, delay: '8 h' }
  const byGap = { ...given, margin: 'isolated', leverage: undefined, gap }
  expect(toSettings.carry(read('carry', byGap))).toEqual({
    ...expected,
    margin: 'isolated',
    leverage: { zE4: 41_000, zJumpE4: 38_000, delaySec: 28_800 },
  })
})

test('toSettings default: liquidity, by leaving its range or by time', () => {
  const given = { provided: '60 %', range: '5 %', hedged: '90 %', hedge: 'spot', fee: '0.05 %' }
  const expected = {
    ...common,
    providedPips: 600_000,
    rangePips: 50_000,
    recentre: { kind: 'out-of-range' },
    hedgedPips: 900_000,
    hedge: 'spot',
    feePips: 500,
  }
  expect(toSettings.lpHedge(read('lp-hedge', given))).toEqual(expected)
  expect(toSettings.lpHedge(read('lp-hedge', { ...given, recentre: '2 d' }))).toEqual({
    ...expected,
    recentre: { kind: 'period', periodSec: 172_800 },
  })
})

test('toSettings default: leverage, with and without an overlay', () => {
  const given = {
    leverage: '2.5 x',
    liquidationThreshold: '83 %',
    closeFactor: '40 %',
    bonus: '6 %',
    borrowYear: '7 %',
  }
  const expected = {
    ...common,
    leverageE3: 2_500,
    liquidationThresholdPips: 830_000,
    closeFactorPips: 400_000,
    bonusPips: 60_000,
    borrowPipsYear: 70_000,
    overlay: undefined,
  }
  expect(toSettings.leveraged(read('leveraged', given))).toEqual(expected)
  const overlay = { type: 'collar', term: '3 d', buffer: '1 %', spread: '2 %' }
  expect(toSettings.leveraged(read('leveraged', { ...given, overlay }))).toEqual({
    ...expected,
    overlay: { kind: 'collar', termSec: 259_200, bufferPips: 10_000, spreadPips: 20_000 },
  })
})
