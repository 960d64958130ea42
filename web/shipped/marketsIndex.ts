import { z } from 'zod'

/** The folder of the site that has the shipped markets, and the file in it that lists them. */
export const MARKETS_FOLDER = 'markets'
export const MARKETS_INDEX = 'index.json'

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])

/** One market that comes with the site. */
const shippedMarketSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  title: z.string().max(2_000),
  /** Of its `market.json`, which names every other file by its SHA-256. */
  manifestHash: hash,
  /** Unix seconds of the first and of the last row. */
  firstAt: z.int().min(0),
  lastAt: z.int().min(0),
  /** Rows of its longest record. */
  rows: z.int().min(1),
  /** Whether there are observations for the model: by segments of 120 s, by its own rows, or none, as a figure is not recorded. */
  observations: z.enum(['segments', 'rows', 'none']),
})

export const marketsIndexSchema = z.strictObject({
  format: z.literal('gimbal-site-markets/1'),
  markets: z.array(shippedMarketSchema),
})

export type ShippedMarket = z.output<typeof shippedMarketSchema>
export type MarketsIndex = z.output<typeof marketsIndexSchema>
