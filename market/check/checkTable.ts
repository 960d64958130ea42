import type { MarketChain } from '../manifest.ts'
import { checkBars } from './checkBars.ts'
import { checkClock } from './checkClock.ts'
import { checkGas } from './checkGas.ts'
import { checkSmoothness } from './checkSmoothness.ts'
import { checkSpikes } from './checkSpikes.ts'
import type { CheckedTable, Finding } from './finding.ts'

/** Everything that can be found in one partition by itself. */
export function checkTable(table: CheckedTable, chain: MarketChain): Finding[] {
  return [
    ...checkClock(table),
    ...checkBars(table),
    ...checkSmoothness(table),
    ...checkSpikes(table),
    ...checkGas(table, chain),
  ]
}
