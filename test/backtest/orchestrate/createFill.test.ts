import { describe, expect, test } from 'vitest'
import { createFill } from '../../../backtest/orchestrate/createFill.ts'
import { createRules } from '../../../backtest/orchestrate/createRules.ts'
import { createVariations } from '../../../backtest/orchestrate/variations.ts'
import { parsePortfolio, usualPortfolio } from '../../../backtest/portfolios/document.ts'
import { makeView } from '../../strategy/support/makeView.ts'
import { createInputs } from './support/madeBacktest.ts'

const inputs = createInputs({ against: ['whalley-wilmott'] })
const [market] = inputs.markets
const carry = parsePortfolio({
  kind: 'carry',
  margin: 'isolated',
  leverage: '3 x',
  maintenance: '1 %',
  topUp: '50 %',
})
const lpHedge = (hedge: 'spot' | 'perp') =>
  parsePortfolio({ kind: 'lp-hedge', provided: '80 %', range: '10 %', hedge, fee: '0.3 %' })

describe('createFill', () => {
  test('default: in the pool, by what is voted now', () => {
    const fill = createFill(inputs, market, usualPortfolio)
    expect(fill).toMatchObject({ latencyBlocks: 5, feePips: 500, refillPips: 20_000 })
    expect(fill.perp).toBeUndefined()
  })

  test('behavior: an exchange takes no gas, tip included, unless a gas price is recorded beside it', () => {
    const { manifest } = market
    const onExchange = (partitions: typeof manifest.partitions) => ({
      ...market,
      manifest: { ...manifest, chain: { ...manifest.chain, baseFeePerGas: 0 }, partitions },
    })
    const [first] = manifest.partitions
    const priced = { ...first, kind: 'price' } as typeof first & {}
    expect(createFill(inputs, onExchange([priced]), usualPortfolio).gasUnits).toBe(0)
    const beside = [priced, { ...priced, kind: 'gas' } as const]
    expect(createFill(inputs, onExchange(beside), usualPortfolio).gasUnits).toBeGreaterThan(0)
  })

  test('behavior: a hedge on the perpetual fills there, and one of the asset in the pool', () => {
    expect(createFill(inputs, market, lpHedge('spot')).perp).toBeUndefined()
    expect(createFill(inputs, market, lpHedge('perp')).perp).toEqual({
      feePips: 500,
      halfSpreadPips: 100,
      depthUsd6: 150e12,
      isPair: false,
    })
  })

  test('behavior: a carry changes both', () => {
    expect(createFill(inputs, market, carry).perp).toMatchObject({ feePips: 500, isPair: true })
  })

  test('behavior: twice the fee is twice the fee wherever an order fills', () => {
    const doubled = createVariations(createFill(inputs, market, carry)).find(
      ({ name }) => name === 'fee x2',
    )
    expect(doubled?.fill).toMatchObject({ feePips: 1_000, perp: { feePips: 1_000, isPair: true } })
  })

  test('behavior: the Whalley-Wilmott band is as wide as the fee asks for that is paid', () => {
    const decide = (portfolio: typeof carry) => {
      const [first] = createRules(inputs, createFill(inputs, market, portfolio), [])
      const view = makeView({ drift: 0.5, navUsd6: 1e12, curvature: 0.25 })
      return (first?.rule.decide(view) ?? 0) / 1e12 + 0.5
    }
    // 0.05 % in the pool; 0.05 % and half a spread of 0.01 % on the perpetual; all of it for a pair.
    expect(decide(lpHedge('perp')) / decide(usualPortfolio)).toBeCloseTo(1.2 ** (1 / 3), 6)
    expect(decide(carry) / decide(usualPortfolio)).toBeCloseTo(2.2 ** (1 / 3), 6)
  })
})
