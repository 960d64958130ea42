import { diskReader } from '../../market/files/diskReader.ts'
import type { Market } from '../../market/manifest.ts'
import type { Steps, TimedMarketObservation } from '../../market/steps.ts'
import { findGas, readGasByDay } from './readGasByDay.ts'
import { STEP_SEC } from './straddleRules.ts'

/** Thirty days. */
export const BOOK_STEPS = 90
/** Every book opens a second before its first step, at that step's price: so there is something to decide at it. */
const OPENING_SEC = 1
export const BOOK_SEC = BOOK_STEPS * STEP_SEC + OPENING_SEC
/** The hundredth day: by then the average variance has forgotten where it began. */
const FIRST_ROW = 300
const ROWS_PER_DAY = 3
/** Implied volatility over the trailing one, squared. */
const IMPLIED_RATIO = 1.13 * 1.13

/** One book's stretch of the market. */
export interface StraddleBook {
  steps: Steps
  expiryAt: number
}

interface StraddleMarket {
  at: readonly number[]
  priceUsd6: readonly number[]
  /** Trailing, a year, 1e18 = 1, as it is known at the step, and at the one before; NaN: not yet. */
  varianceWad: readonly number[]
  varianceBeforeWad: readonly number[]
}

/**
 * Cuts a market of eight-hourly closes into books of thirty days, one opened every day. Gas has the day's average price, which is known
 * only in the evening. The variance that options imply follows the trailing one of the step before.
 */
export async function readStraddleBooks(market: Market): Promise<StraddleBook[]> {
  const [figures, gasByDay] = [await readFigures(market), await readGasByDay()]
  const last = figures.at.length - BOOK_STEPS - 1
  const books: StraddleBook[] = []
  for (let row = FIRST_ROW; row < last; row += ROWS_PER_DAY) {
    books.push(cutBook(figures, gasByDay, row))
  }
  return books
}

async function readFigures(market: Market): Promise<StraddleMarket> {
  const figures = {
    at: [] as number[],
    priceUsd6: [] as number[],
    varianceWad: [] as number[],
    varianceBeforeWad: [] as number[],
  }
  let known = Number.NaN
  for await (const steps of diskReader.readSteps(market)) {
    const byTime = new Map(
      steps.observations.map(({ at, observation }) => [at, Number(observation.varianceWad)]),
    )
    for (let index = 0; index < steps.count; index++) {
      const at = steps.at[index] as number
      figures.at.push(at)
      figures.priceUsd6.push(steps.priceUsd6[index] as number)
      figures.varianceBeforeWad.push(known)
      known = byTime.get(at) ?? known
      figures.varianceWad.push(known)
    }
  }
  return figures
}

function cutBook(
  figures: StraddleMarket,
  gasByDay: ReadonlyMap<number, number>,
  first: number,
): StraddleBook {
  const rows = [first, ...Array.from({ length: BOOK_STEPS + 1 }, (_, index) => first + index)]
  const of = (read: (row: number) => number) => Float64Array.from(rows, read)
  const at = of((row) => figures.at[row] as number)
  at[0] = (at[0] as number) - OPENING_SEC
  const priceUsd6 = of((row) => figures.priceUsd6[row] as number)
  const varianceWad = of((row) => figures.varianceWad[row] as number)
  const none = of(() => Number.NaN)
  const steps = {
    count: rows.length,
    at,
    priceUsd6,
    lowUsd6: priceUsd6,
    highUsd6: priceUsd6,
    depthUsd6: of(() => 150e12),
    baseFeePerGas: of((row) => findGas(gasByDay, (figures.at[row] as number) - STEP_SEC)),
    gasUsedRatioPips: of(() => 500_000),
    nativePriceUsd6: priceUsd6,
    fundingPips9: of(() => 0),
    perpPriceUsd6: priceUsd6,
    perpLowUsd6: priceUsd6,
    perpHighUsd6: priceUsd6,
    impliedVarianceWad: of((row) => IMPLIED_RATIO * (figures.varianceBeforeWad[row] as number)),
    volumeUsd6: none,
    liquidity: none,
  }
  const observations = observe(steps, varianceWad)
  return { steps: { ...steps, observations }, expiryAt: at.at(-1) as number }
}

function observe(figures: Omit<Steps, 'observations'>, varianceWad: Float64Array) {
  return Array.from(figures.at, (at, index): TimedMarketObservation => {
    const whole = (column: Float64Array) => BigInt(Math.round(column[index] as number))
    const depthUsd6 = whole(figures.depthUsd6)
    const observation = {
      baseFeePerGas: whole(figures.baseFeePerGas),
      gasUsedRatioPips: whole(figures.gasUsedRatioPips),
      nativePriceUsd6: whole(figures.nativePriceUsd6),
      depthUsd6,
      depthRefUsd6: depthUsd6,
      varianceWad: whole(varianceWad),
      dataFeeWei: 0n,
    }
    return { at, observation }
  })
}
