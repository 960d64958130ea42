import type { Strategies } from '../../core/strategies.ts'
import { SurfaceError } from '../errors.ts'
import { BlackShares } from './blackShares.ts'
import { type ConvexPrices, higherOf, readPrice } from './convexPrices.ts'
import { fitExpiry, type SmilePoint } from './fitExpiry.ts'
import type { OptionQuote } from './quote.ts'

const YEAR_SEC = 31_557_600
const MAX_VOLATILITY_PIPS = 100_000_000

interface Slice {
  expiryAt: number
  forwardUsd6: number
  prices: ConvexPrices
  /** At the forward. */
  totalVariance: number
}

/** Implied volatility by strike and expiry. Times are unix seconds, up to the last expiry. */
export interface Surface {
  readonly at: number
  readonly expiriesAt: readonly number[]
  /** Straight between the quoted expiries, and as the first one's before it. */
  forwardUsd6(expiryAt: number): number
  /** A call's price over the forward; `moneyness` is strike over forward. A put's is that - 1 + moneyness. */
  callShare(moneyness: number, expiryAt: number): number
  /** A year, 1e18 = 1. */
  impliedVarianceWad(strikeUsd6: number, expiryAt: number): number
}

/**
 * The surface of an option chain at a time, without arbitrage by construction:
 * - each expiry's call prices are convex in the strike and fall from the forward on, no faster than the strike rises (no butterfly);
 * - at equal moneyness a later expiry's call is nowhere below an earlier one's, so total variance never falls with time (no
 *   calendar): where quotes say otherwise, the later one is raised;
 * - between two expiries prices are a mixture of both, with the share at which total variance at the forward is linear in time; before the first one,
 *   of its prices and of those at expiry. A mixture of convex prices that are in order is convex and in order.
 *
 * It goes through the exchange's marks of out-of-the-money options wherever these allow no arbitrage themselves.
 *
 * @throws SurfaceError without a quote of an expiry to come, or for a time outside (at, last expiry].
 */
export function createSurface(
  quotes: readonly OptionQuote[],
  at: number,
  maths: Pick<Strategies, 'priceOptionLanes'>,
): Surface {
  const shares = new BlackShares(maths)
  const slices = fitSlices(quotes, at, shares)
  const last = slices.at(-1)
  if (last === undefined) {
    throw new SurfaceError(`no quote of an expiry after ${at}`, 'one option with a mark at least')
  }
  const mixAt = (expiryAt: number) => findMix(slices, at, expiryAt, shares)
  const callShare = (moneyness: number, expiryAt: number) => {
    const { before, after, share } = mixAt(expiryAt)
    const early =
      before === undefined ? Math.max(0, 1 - moneyness) : readPrice(before.prices, moneyness)
    return early + share * (readPrice(after.prices, moneyness) - early)
  }
  const forwardUsd6 = (expiryAt: number) => {
    const { before, after } = mixAt(expiryAt)
    if (before === undefined) return after.forwardUsd6
    const part = (expiryAt - before.expiryAt) / (after.expiryAt - before.expiryAt)
    return before.forwardUsd6 + part * (after.forwardUsd6 - before.forwardUsd6)
  }
  return {
    at,
    expiriesAt: slices.map(({ expiryAt }) => expiryAt),
    forwardUsd6,
    callShare,
    impliedVarianceWad(strikeUsd6, expiryAt) {
      const moneyness = strikeUsd6 / forwardUsd6(expiryAt)
      const total = shares.totalVariance(moneyness, callShare(moneyness, expiryAt))
      return Math.round(total * 1e18 * (YEAR_SEC / (expiryAt - at)))
    },
  }
}

/** In order of time, each nowhere below the one before. */
function fitSlices(quotes: readonly OptionQuote[], at: number, shares: BlackShares): Slice[] {
  const groups = Map.groupBy(
    quotes.filter((quote) => quote.expiryAt > at && isUsable(quote)),
    ({ expiryAt }) => expiryAt,
  )
  const slices: Slice[] = []
  for (const [expiryAt, group] of [...groups].sort(([a], [b]) => a - b)) {
    const points = toSmile(group, (expiryAt - at) / YEAR_SEC)
    const fitted = fitExpiry(points, shares)
    const before = slices.at(-1)
    const prices = before === undefined ? fitted : higherOf(before.prices, fitted)
    const forwardUsd6 = (group[0] as OptionQuote).forwardUsd6
    const totalVariance = shares.totalVariance(1, readPrice(prices, 1))
    slices.push({ expiryAt, forwardUsd6, prices, totalVariance })
  }
  return slices
}

function isUsable({ strikeUsd6, forwardUsd6, markVolatilityPips }: OptionQuote): boolean {
  return (
    strikeUsd6 > 0 &&
    forwardUsd6 > 0 &&
    markVolatilityPips > 0 &&
    markVolatilityPips <= MAX_VOLATILITY_PIPS
  )
}

/** One point a strike: that of the option which is out of the money, if both are quoted. */
function toSmile(quotes: readonly OptionQuote[], years: number): SmilePoint[] {
  const byStrike = new Map<number, OptionQuote>()
  for (const quote of quotes) {
    const isOutside = quote.isCall === quote.strikeUsd6 >= quote.forwardUsd6
    if (isOutside || !byStrike.has(quote.strikeUsd6)) byStrike.set(quote.strikeUsd6, quote)
  }
  return [...byStrike.values()]
    .sort((a, b) => a.strikeUsd6 - b.strikeUsd6)
    .map(({ strikeUsd6, forwardUsd6, markVolatilityPips }) => {
      const volatility = markVolatilityPips / 1e6
      return {
        moneyness: strikeUsd6 / forwardUsd6,
        totalVariance: volatility * volatility * years,
      }
    })
}

/** The expiries around a time, and the share of the later one. */
function findMix(
  slices: readonly Slice[],
  at: number,
  expiryAt: number,
  shares: BlackShares,
): { before: Slice | undefined; after: Slice; share: number } {
  const index = slices.findIndex((slice) => slice.expiryAt >= expiryAt)
  const after = slices[index]
  if (after === undefined || !(expiryAt > at)) {
    const lastAt = slices.at(-1)?.expiryAt
    throw new SurfaceError(`an expiry at ${expiryAt}`, `a time after ${at}, up to ${lastAt}`)
  }
  const before = slices[index - 1]
  if (after.expiryAt === expiryAt) return { before, after, share: 1 }
  const [fromAt, from] = [before?.expiryAt ?? at, before?.totalVariance ?? 0]
  const part = (expiryAt - fromAt) / (after.expiryAt - fromAt)
  const total = from + part * (after.totalVariance - from)
  const early = before === undefined ? 0 : readPrice(before.prices, 1)
  const late = readPrice(after.prices, 1)
  const share = late > early ? (shares.price(1, total) - early) / (late - early) : part
  return { before, after, share: Math.min(1, Math.max(0, share)) }
}
