// Writes what docs/prices.md says of hedging by signed prices, over the shipped markets.
// Run: node scripts/bootstrap.mjs scripts/trackingFigures.ts

import { readFileSync, writeFileSync } from 'node:fs'
import { loadStrategies } from '../core/index.ts'
import { formatTracking } from './reference/formatTracking.ts'
import { placeFigures } from './reference/placeFigures.ts'
import { createHedgePrices } from './reference/tracking/hedgePrices.ts'
import {
  runTracking,
  type TrackedBook,
  type TrackingRow,
} from './reference/tracking/runTracking.ts'
import { readTrackedMarket } from './reference/tracking/trackedMarket.ts'

const page = new URL('../docs/prices.md', import.meta.url)

const marketNames = ['ethereum-2022-05-12', 'polygon-2023-08-17']
const delaysSec = [1, 10, 60]
const bandsPercent = [1, 5, 20]
const DAY_SEC = 86_400

const books: readonly TrackedBook[] = [
  {
    title: 'short straddle of a week, at the money',
    legs: [
      { isCall: true, strike: 1 },
      { isCall: false, strike: 1 },
    ],
    termSec: 7 * DAY_SEC,
  },
  {
    title: 'short put of two days, 3 % below',
    legs: [{ isCall: false, strike: 0.97 }],
    termSec: 2 * DAY_SEC,
  },
]

/** Everything that the page takes from it; the mean price is the first of each row's figures. */
export async function computeTracking(): Promise<TrackingRow[]> {
  const maths = await loadStrategies()
  const rows: TrackingRow[] = []
  for (const name of marketNames) {
    const market = await readTrackedMarket(name)
    const prices = createHedgePrices(market, delaysSec)
    for (const book of books) {
      for (const bandPercent of bandsPercent) {
        const figures = prices.map((price) =>
          runTracking(market, price, { book, bandPercent }, maths),
        )
        rows.push({ market: name, book: book.title, bandPercent, figures })
      }
    }
  }
  return rows
}

/** The page with figures between its marks. */
export function insertTracking(text: string, rows: readonly TrackingRow[]): string {
  return placeFigures(text, 'docs/prices.md', { tracking: formatTracking(rows) })
}

if (import.meta.main) {
  const rows = await computeTracking()
  writeFileSync(page, insertTracking(readFileSync(page, 'utf8'), rows))
}
