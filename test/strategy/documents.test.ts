import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createPortfolio } from '../../strategy/documents/createPortfolio.ts'
import { parsePortfolio } from '../../strategy/documents/parsePortfolio.ts'
import { portfolioKinds } from '../../strategy/documents/schema.ts'
import { makeRow } from './support/makeRow.ts'
import { strategies } from './support/strategies.ts'

const folder = new URL('../../docs/examples/portfolios/', import.meta.url)
const readExample = (kind: string) =>
  parse(readFileSync(new URL(`${kind}.yaml`, folder), 'utf8')) as Record<string, unknown>
const refusal = (value: unknown) => {
  try {
    parsePortfolio(value)
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  return []
}

describe('parsePortfolio and createPortfolio', () => {
  test('default: there is an example of every kind', () => {
    expect(readdirSync(folder).sort()).toEqual(portfolioKinds.map((kind) => `${kind}.yaml`).sort())
  })

  test.each(portfolioKinds)(
    'default: the example of %s opens at its target and its value',
    (kind) => {
      const portfolio = createPortfolio(parsePortfolio(readExample(kind)), strategies)
      const row = makeRow({ pricesUsd6: Float64Array.of(1_000e6, 30_000e6) })
      const state = portfolio.open(row)
      expect(portfolio.id).toBe(kind)
      expect(portfolio.navUsd6(state)).toBe(1_000_000e6)
      expect(portfolio.exposureUsd6(state, row)).toBe(portfolio.targetUsd6(state, row))
    },
  )

  test('behavior: a name of its own, and defaults', () => {
    const document = parsePortfolio({ ...readExample('cppi'), name: 'floor-80' })
    expect(document).toMatchObject({ maxWeightPercent: 100, name: 'floor-80' })
    expect(createPortfolio(document, strategies).id).toBe('floor-80')
  })

  test('behavior: what is read is as it was written, so that it can be shown and read again', () => {
    const document = parsePortfolio(readExample('carry'))
    expect(parsePortfolio(JSON.parse(JSON.stringify(document)))).toEqual(document)
  })

  test('error: every issue with what is allowed', () => {
    expect(
      refusal({
        kind: 'option-book',
        navUsd: 'much',
        legs: [{ type: 'straddle', strikePercent: 100, days: 0, quantityPercent: 1e-5 }],
        hedge: 'perp',
        vega: true,
      }),
    ).toEqual([
      'navUsd: got "much", allowed is 1 to 1000000000 dollars, in steps of 0.000001',
      'legs.0.type: got "straddle", allowed is one of call, put',
      'legs.0.days: got 0, allowed is 0.01 to 3652 days',
      'legs.0.quantityPercent: got 0.00001, allowed is -1000 to 1000 percent, in steps of 0.0001',
      'vega: got a key that this kind does not have, allowed is a key of this kind; correct or remove it',
    ])
  })

  test('error: an unknown kind, with all that there are', () => {
    expect(refusal({ kind: 'grid', navUsd: 1 })).toEqual([
      `kind: got "grid", allowed is one of ${portfolioKinds.join(', ')}`,
    ])
  })

  test.each([
    [null, 'the portfolio: got null, allowed is a group of keys'],
    ['text', 'the portfolio: got "text", allowed is a group of keys'],
    [{ kind: 'constant-mix', navUsd: Number.NaN, weightPercent: 50 }, /^navUsd: got NaN, /],
    [{ kind: 'constant-mix', navUsd: 1 }, /^weightPercent: got nothing, allowed is 0 to 1000 /],
    [
      { ...readExample('basket'), assets: [{ weightPercent: 60 }, { weightPercent: 10 }] },
      /^assets: .*a market for each asset but the first/,
    ],
    [
      {
        ...readExample('basket'),
        assets: [{ weightPercent: 60 }, { market: 'b', weightPercent: 50 }],
      },
      /^assets: .*weights of at most 100 percent together/,
    ],
    [
      { ...readExample('carry'), leverage: { z: 4 } },
      /^leverage: .*0\.1 to 50, or z, zJump and delaySec/,
    ],
    [{ ...readExample('lp-hedge'), recentre: 'never' }, /^recentre: .*out-of-range, or days/],
    [{ ...readExample('cppi'), name: '../x' }, /^name: .*lower-case letters/],
  ])('error: refuses %j', (value, message) => {
    expect(refusal(value)).toHaveLength(1)
    expect(refusal(value)[0]).toMatch(message)
  })
})
