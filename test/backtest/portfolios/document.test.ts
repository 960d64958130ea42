import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createPortfolio } from '../../../backtest/portfolios/createPortfolio.ts'
import {
  findHoldingSec,
  formatPortfolio,
  listOtherMarkets,
  parsePortfolio,
  usualPortfolio,
} from '../../../backtest/portfolios/document.ts'
import { portfolioKinds } from '../../../backtest/portfolios/schema.ts'
import { makeRow } from '../../strategy/support/makeRow.ts'
import { strategies } from '../../strategy/support/strategies.ts'

const folder = new URL('../../../docs/examples/portfolios/', import.meta.url)
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

  test.each(portfolioKinds)('default: the example of %s is written as it is read', (kind) => {
    const document = parsePortfolio(readExample(kind))
    const written = formatPortfolio(document)
    expect(written).toMatchObject(readExample(kind))
    expect(parsePortfolio(JSON.parse(JSON.stringify(written)))).toEqual(document)
  })

  test('behavior: $10,000,000, half of it at risk, unless it says otherwise', () => {
    expect(formatPortfolio(usualPortfolio)).toEqual({
      kind: 'constant-mix',
      nav: '$10,000,000',
      weight: '50 %',
    })
  })

  test('behavior: a name of its own', () => {
    const document = parsePortfolio({ ...readExample('cppi'), name: 'floor-80' })
    expect(createPortfolio(document, strategies).id).toBe('floor-80')
  })

  test('behavior: how long a position is held', () => {
    const held = portfolioKinds.map((kind) => findHoldingSec(parsePortfolio(readExample(kind))))
    expect(held.map((sec) => sec / 86_400)).toEqual([0, 0, 0, 30, 0, 7, 60])
  })

  test('behavior: the further markets of a basket', () => {
    expect(listOtherMarkets(parsePortfolio(readExample('basket')))).toEqual(['carry-2023-btc'])
    expect(listOtherMarkets(usualPortfolio)).toEqual([])
  })

  test('behavior: what trades the perpetual has its fee, spread and depth, told or usual', () => {
    const read = (kind: string, changes: object = {}) =>
      formatPortfolio(parsePortfolio({ ...readExample(kind), ...changes }))
    const usual = { fee: '0.05 %', halfSpread: '0.01 %', depth: '$150,000,000' }
    for (const kind of ['carry', 'lp-hedge', 'option-book']) {
      expect(read(kind)).toMatchObject({ perp: usual })
      expect(read(kind, { perp: { fee: '0.1 %' } })).toMatchObject({
        perp: { ...usual, fee: '0.1 %' },
      })
    }
    expect(read('lp-hedge', { hedge: 'spot' })).not.toHaveProperty('perp')
    expect(read('constant-mix')).not.toHaveProperty('perp')
  })

  test('error: every issue with what is allowed', () => {
    expect(
      refusal({
        kind: 'option-book',
        nav: 'much',
        legs: [{ type: 'straddle', strike: 100, term: '0 d', quantity: '-0.00001 %' }],
        hedge: 'perp',
        vega: true,
      }),
    ).toEqual([
      'nav: got "much", allowed is dollars such as $10,000 or $0.25, with 6 decimals at most',
      'legs.0.type: got "straddle", allowed is one of call, put',
      'legs.0.strike: got 100, allowed is a share such as 2.5 % (4 decimals at most), 250 bps or 25000 pips',
      'legs.0.term: got "0 d", allowed is 1 min to 3650 d',
      'legs.0.quantity: got "-0.00001 %", allowed is a share such as 2.5 % (4 decimals at most), 250 bps or 25000 pips',
      'vega: got a key that this kind does not have, allowed is a key of this kind; correct or remove it',
    ])
  })

  test('error: an unknown kind, with all that there are', () => {
    expect(refusal({ kind: 'grid', nav: '$1' })).toEqual([
      `kind: got "grid", allowed is one of ${portfolioKinds.join(', ')}`,
    ])
  })

  const basket = (assets: object[]) => ({ ...readExample('basket'), assets })
  test.each([
    [null, 'the portfolio: got null, allowed is a group of keys'],
    ['text', 'the portfolio: got "text", allowed is a group of keys'],
    [{ kind: 'constant-mix', nav: Number.NaN }, /^nav: got NaN, allowed is \$1 to /],
    [{ kind: 'constant-mix', nav: '$2,000,000,000' }, /allowed is \$1 to \$1,000,000,000$/],
    [{ kind: 'cppi', floor: '80 %' }, /^multiplier: got nothing, allowed is 0 x to 65\.535 x/],
    [basket([{ weight: '60 %' }, { weight: '10 %' }]), /^assets\.1\.market: got nothing, /],
    [
      basket([
        { market: 'a', weight: '60 %' },
        { market: 'b', weight: '10 %' },
      ]),
      /^assets\.0\.market: got a, allowed is nothing/,
    ],
    [
      basket([{ weight: '60 %' }, { market: 'b', weight: '50 %' }]),
      /^assets: got 110 %, allowed is weights of at most 100 % together/,
    ],
    [{ ...readExample('basket'), memory: '36 h' }, /^memory: .*whole days such as 30 d/],
    [
      { ...readExample('lp-hedge'), hedge: 'spot', perp: { fee: '0.1 %' } },
      /^perp: got a group of keys, allowed is nothing, unless hedge is perp$/,
    ],
    [
      { ...readExample('carry'), perp: { depth: '$0' } },
      /^perp\.depth: got "\$0", allowed is \$1 to /,
    ],
    [{ ...readExample('carry'), leverage: undefined }, /^leverage: got neither/],
    [
      { ...readExample('carry'), gap: { z: 4.1, zJump: 3.8, delay: '8 h' } },
      /^leverage: got both, allowed is either leverage or gap/,
    ],
    [
      {
        ...readExample('carry'),
        leverage: undefined,
        margin: 'cross',
        gap: { z: 4.1, zJump: 3.8, delay: '8 h' },
      },
      /^gap: got a group of keys, allowed is leverage, where the margin is crossed/,
    ],
    [
      { ...readExample('leveraged'), overlay: 'put' },
      /^overlay: got "put", allowed is a group of keys/,
    ],
    [{ ...readExample('cppi'), name: '../x' }, /^name: .*lower-case letters/],
  ])('error: refuses %j', (value, message) => {
    expect(refusal(value)).toHaveLength(1)
    expect(refusal(value)[0]).toMatch(message)
  })
})
