// Writes what docs/evidence.md says of how far a proven push lies from the index, from the shipped shock day.
// Run: node scripts/bootstrap.mjs scripts/distanceFigures.ts

import { readFileSync, writeFileSync } from 'node:fs'
import { loadCore } from '../core/index.ts'
import { diskReader } from '../market/files/diskReader.ts'
import { openMarket } from '../market/files/openMarket.ts'
import { formatDistances } from './reference/formatDistances.ts'
import { placeFigures } from './reference/placeFigures.ts'
import { type ProvenFigures, runProven } from './reference/runProven.ts'

const page = new URL('../docs/evidence.md', import.meta.url)

/** The shock day of 2022-05-12, measured in both ways. */
export async function computeDistances(): Promise<ProvenFigures> {
  const market = await openMarket('ethereum-2022-05-12')
  return runProven(await loadCore(), await diskReader.readRecording(market))
}

/** The page with these figures between its marks. */
export function placeDistances(text: string, figures: ProvenFigures): string {
  return placeFigures(text, 'docs/evidence.md', formatDistances(figures))
}

if (import.meta.main) {
  writeFileSync(page, placeDistances(readFileSync(page, 'utf8'), await computeDistances()))
}
