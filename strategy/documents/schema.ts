import { z } from 'zod'
import { days, deviations, multiple, name, percent, usd, whole, word } from './scalars.ts'

const MOST_USD = 1e9
const MOST_YEARS_DAYS = 3_652
const MOST_LEGS = 16
const MOST_ASSETS = 8

/** What every kind has: a name of its own in results, and the net value that it starts with. */
const common = {
  name: name.optional(),
  navUsd: usd(1, MOST_USD),
}

const constantMix = z.strictObject({
  kind: z.literal('constant-mix'),
  ...common,
  weightPercent: percent(0, 1_000),
})

const assetsText = `2 to ${MOST_ASSETS} assets, the market's own first`
const basket = z.strictObject({
  kind: z.literal('basket'),
  ...common,
  assets: z
    .array(z.strictObject({ market: name.optional(), weightPercent: percent(0, 100) }), assetsText)
    .min(2, assetsText)
    .max(MOST_ASSETS, assetsText)
    .refine(
      ([own, ...others]) =>
        own?.market === undefined && others.every(({ market }) => market !== undefined),
      'a market for each asset but the first, which is that of the market itself',
    )
    .refine(
      (assets) => assets.reduce((sum, { weightPercent }) => sum + weightPercent, 0) <= 100 + 1e-9,
      'weights of at most 100 percent together; the rest is in dollars',
    ),
  memoryDays: whole(1, 365).default(30),
})

const cppi = z.strictObject({
  kind: z.literal('cppi'),
  ...common,
  floorPercent: percent(0, 100),
  ratchetPercent: percent(0, 100).default(0),
  multiplier: multiple(0, 65.535),
  maxWeightPercent: percent(0, 1_000).default(100),
})

const legsText = `1 to ${MOST_LEGS} legs`
const optionBook = z.strictObject({
  kind: z.literal('option-book'),
  ...common,
  legs: z
    .array(
      z.strictObject({
        type: word(['call', 'put']),
        strikePercent: percent(1, 1_000),
        days: days(0.01, MOST_YEARS_DAYS),
        quantityPercent: percent(-1_000, 1_000),
      }),
      legsText,
    )
    .min(1, legsText)
    .max(MOST_LEGS, legsText),
  hedge: word(['spot', 'perp']),
  spreadPercent: percent(0, 50).default(0),
})

const carry = z.strictObject({
  kind: z.literal('carry'),
  ...common,
  margin: word(['isolated', 'cross']),
  leverage: z.union(
    [
      multiple(0.1, 50),
      z.strictObject({
        z: deviations(0, 10),
        zJump: deviations(0, 10),
        delaySec: whole(0, 315_576_000),
      }),
    ],
    '0.1 to 50, or z, zJump and delaySec',
  ),
  maintenancePercent: percent(0.0001, 100),
  basisReservePercent: percent(0, 100).default(0),
  haircutPercent: percent(0, 100).default(10),
  topUpPercent: percent(1, 99),
  penaltyPercent: percent(0, 100).default(0.5),
  borrowPercentYear: percent(0, 1_000).default(5),
  timingDays: days(0.01, 365).optional(),
})

const lpHedge = z.strictObject({
  kind: z.literal('lp-hedge'),
  ...common,
  providedPercent: percent(1, 100),
  rangePercent: percent(0.1, 1_000),
  recentre: z.union(
    [z.literal('out-of-range'), z.strictObject({ days: days(0.01, 365) })],
    'out-of-range, or days',
  ),
  hedgedPercent: percent(0, 200).default(100),
  hedge: word(['spot', 'perp']),
  feePercent: percent(0.0001, 10),
})

const leveraged = z.strictObject({
  kind: z.literal('leveraged'),
  ...common,
  leverage: multiple(1.001, 50),
  liquidationThresholdPercent: percent(1, 99),
  closeFactorPercent: percent(1, 100).default(50),
  bonusPercent: percent(0, 50).default(5),
  borrowPercentYear: percent(0, 1_000).default(0),
  overlay: z
    .strictObject({
      type: word(['put', 'collar']),
      days: days(0.01, 365),
      bufferPercent: percent(0.5, 50),
      spreadPercent: percent(0, 50).default(0),
    })
    .optional(),
})

const kinds = [constantMix, basket, cppi, optionBook, carry, lpHedge, leveraged] as const

/** Every kind that a document may name. */
export const portfolioKinds = kinds.map(({ shape }) => shape.kind.value)

export type PortfolioKind = (typeof portfolioKinds)[number]

export const portfolioSchema = z.discriminatedUnion('kind', kinds, {
  error: `one of ${portfolioKinds.join(', ')}`,
})

/** A portfolio as it was written, defaults filled in. */
export type PortfolioDocument = z.infer<typeof portfolioSchema>
