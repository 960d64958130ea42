import { z } from 'zod'
import { amount, name, pips, sec, usd6, word } from './amounts.ts'

const ONE_PIPS = 1_000_000
const MINUTE_SEC = 60
const DAY_SEC = 86_400
const YEAR_SEC = 365 * DAY_SEC
const MOST_LEGS = 16
const MOST_ASSETS = 8

/** What every kind has: a name of its own in results, and the net value that it starts with, at most $1,000,000,000. */
const common = {
  name: name.optional(),
  nav: usd6(1e6, 1e15).default(10_000_000e6),
}

const constantMix = z.strictObject({
  kind: z.literal('constant-mix'),
  ...common,
  weight: pips(0, 10 * ONE_PIPS).default(500_000),
})

const assetsText = `2 to ${MOST_ASSETS} assets, the market's own first`
const basket = z.strictObject({
  kind: z.literal('basket'),
  ...common,
  assets: z
    .array(z.strictObject({ market: name.optional(), weight: pips(0, ONE_PIPS) }), assetsText)
    .min(2, assetsText)
    .max(MOST_ASSETS, assetsText),
  memory: sec(DAY_SEC, YEAR_SEC).default(30 * DAY_SEC),
})

const cppi = z.strictObject({
  kind: z.literal('cppi'),
  ...common,
  floor: pips(0, ONE_PIPS),
  ratchet: pips(0, ONE_PIPS).default(0),
  multiplier: amount('e3', 0, 65_535),
  maxWeight: pips(0, 10 * ONE_PIPS).default(ONE_PIPS),
})

/**
 * What an order costs on the perpetual: the usual fee of takers on large exchanges. Its depth is recorded nowhere, and a large exchange's
 * is greater: costs are rather too high than too low.
 */
const perpSchema = z.strictObject(
  {
    fee: pips(0, 100_000).default(500),
    halfSpread: pips(0, 100_000).default(100),
    depth: usd6(1e6, 9e15).default(150_000_000e6),
  },
  'a group of keys',
)

/** What is taken where a document that trades the perpetual does not say it. */
export const usualPerp = perpSchema.parse({})

const legsText = `1 to ${MOST_LEGS} legs`
const optionBook = z.strictObject({
  kind: z.literal('option-book'),
  ...common,
  legs: z
    .array(
      z.strictObject({
        type: word(['call', 'put']),
        strike: pips(10_000, 10 * ONE_PIPS),
        term: sec(MINUTE_SEC, 10 * YEAR_SEC),
        quantity: pips(-10 * ONE_PIPS, 10 * ONE_PIPS),
      }),
      legsText,
    )
    .min(1, legsText)
    .max(MOST_LEGS, legsText),
  hedge: word(['spot', 'perp']),
  perp: perpSchema.optional(),
  spread: pips(0, 500_000).default(0),
})

const carry = z.strictObject({
  kind: z.literal('carry'),
  ...common,
  margin: word(['isolated', 'cross']),
  leverage: amount('e3', 100, 50_000).optional(),
  gap: z
    .strictObject(
      {
        z: amount('e4', 0, 100_000),
        zJump: amount('e4', 0, 100_000),
        delay: sec(0, 10 * YEAR_SEC),
      },
      'a group of keys',
    )
    .optional(),
  maintenance: pips(1, ONE_PIPS),
  basisReserve: pips(0, ONE_PIPS).default(0),
  haircut: pips(0, ONE_PIPS).default(100_000),
  topUp: pips(10_000, 990_000),
  penalty: pips(0, ONE_PIPS).default(5_000),
  borrowYear: pips(0, 10 * ONE_PIPS).default(50_000),
  timing: sec(MINUTE_SEC, YEAR_SEC).optional(),
  perp: perpSchema.optional(),
})

const lpHedge = z.strictObject({
  kind: z.literal('lp-hedge'),
  ...common,
  provided: pips(10_000, ONE_PIPS),
  range: pips(1_000, 10 * ONE_PIPS),
  recentre: sec(MINUTE_SEC, YEAR_SEC).optional(),
  hedged: pips(0, 2 * ONE_PIPS).default(ONE_PIPS),
  hedge: word(['spot', 'perp']),
  perp: perpSchema.optional(),
  fee: pips(1, 100_000),
})

const leveraged = z.strictObject({
  kind: z.literal('leveraged'),
  ...common,
  leverage: amount('e3', 1_001, 50_000),
  liquidationThreshold: pips(10_000, 990_000),
  closeFactor: pips(10_000, ONE_PIPS).default(500_000),
  bonus: pips(0, 500_000).default(50_000),
  borrowYear: pips(0, 10 * ONE_PIPS).default(0),
  overlay: z
    .strictObject(
      {
        type: word(['put', 'collar']),
        term: sec(MINUTE_SEC, YEAR_SEC),
        buffer: pips(5_000, 500_000).default(5_000),
        spread: pips(0, 500_000).default(0),
      },
      'a group of keys',
    )
    .optional(),
})

const kinds = [constantMix, basket, cppi, optionBook, carry, lpHedge, leveraged] as const

/** Every kind that a document may name. */
export const portfolioKinds = kinds.map(({ shape }) => shape.kind.value)

export const portfolioSchema = z.discriminatedUnion('kind', kinds, {
  error: `one of ${portfolioKinds.join(', ')}`,
})

/** A portfolio's document, read: its figures are whole numbers, dollars and shares in millionths, multiples in thousandths. */
export type PortfolioDocument = z.infer<typeof portfolioSchema>

export type DocumentOf<Kind extends PortfolioDocument['kind']> = Extract<
  PortfolioDocument,
  { kind: Kind }
>
