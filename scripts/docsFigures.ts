// Writes what docs/model.md says of costs and gains, from the project's own backtester over the shipped markets.
// Run: npm run docs:figures

import { readFileSync, writeFileSync } from 'node:fs'
import { type Core, loadCore, loadStrategies } from '../core/index.ts'
import type { Strategies } from '../core/strategies.ts'
import { openMarket } from '../market/files/openMarket.ts'
import {
  type CarryLine,
  formatCarry,
  formatDays,
  formatMix,
  formatStraddles,
} from './reference/formatFigures.ts'
import { placeFigures } from './reference/placeFigures.ts'
import { type CarryTerms, runCarry } from './reference/runCarry.ts'
import { type DayFigures, runDay } from './reference/runDay.ts'
import { type MixFigures, runMix } from './reference/runMix.ts'
import { runStraddles } from './reference/runStraddles.ts'
import { type StraddleRow, studyStraddles } from './reference/studyFigures.ts'

const page = new URL('../docs/model.md', import.meta.url)

const carryTerms: readonly CarryTerms[] = [
  { leverage: 1, topUp: 0.5 },
  { leverage: 3, topUp: 0.5 },
  { leverage: 5, topUp: 0.5 },
  { leverage: 5, topUp: 0.7 },
  { leverage: 10, topUp: 0.3 },
  ...[1, 3, 7, 14, 30].map((timingDays) => ({ leverage: 3, topUp: 0.5, timingDays })),
]

/** Everything that the page takes from backtests. */
export interface Figures {
  mix: readonly MixFigures[]
  straddles: readonly StraddleRow[]
  /** The same with the backtester's own refill, to which nothing was fitted. */
  straddlesOwnRefill: readonly StraddleRow[]
  carry: readonly CarryLine[]
  days: readonly DayFigures[]
}

export async function computeFigures(core: Core, strategies: Strategies): Promise<Figures> {
  const engine = { core, strategies }
  const mix: MixFigures[] = []
  for (const riskAversion of [5, 50]) {
    for (const navUsd of [100_000, 1_000_000, 10_000_000, 100_000_000]) {
      mix.push(await runMix({ navUsd, riskAversion }, core))
    }
  }
  const straddles = await runTable(engine, true)
  const straddlesOwnRefill = await runTable(engine, false)
  const markets = [await openMarket('carry-2023'), await openMarket('carry-2023-btc')]
  const carry: CarryLine[] = []
  for (const terms of carryTerms) {
    const figures = await Promise.all(markets.map((market) => runCarry(market, terms, engine)))
    carry.push({ ...terms, figures })
  }
  const days = [await runDay('ethereum-2022-05-12', core), await runDay('polygon-2023-08-17', core)]
  return { mix, straddles, straddlesOwnRefill, carry, days }
}

async function runTable(
  engine: { core: Core; strategies: Strategies },
  isRefillDelayed: boolean,
): Promise<StraddleRow[]> {
  const rows: StraddleRow[] = []
  for (const { riskAversionE4, notionalUsd } of studyStraddles) {
    const terms = { riskAversionE4, notionalUsd }
    rows.push({ ...terms, jBpYear: await runStraddles(terms, engine, isRefillDelayed) })
  }
  return rows
}

/** The page with figures between its marks. */
export function insertFigures(text: string, figures: Figures): string {
  return placeFigures(text, 'docs/model.md', {
    mix: formatMix(figures.mix),
    straddles: formatStraddles(figures.straddles, figures.straddlesOwnRefill),
    carry: formatCarry(['ETH', 'BTC'], figures.carry),
    days: formatDays(figures.days),
  })
}

if (import.meta.main) {
  const figures = await computeFigures(await loadCore(), await loadStrategies())
  writeFileSync(page, insertFigures(readFileSync(page, 'utf8'), figures))
}
