import { availableParallelism } from 'node:os'
import { countRows } from '../../backtest/node/openEngine.ts'
import type { Market } from '../../market/manifest.ts'
import { UsageError } from '../program/errors.ts'

/** Below it, starting threads takes longer than it saves. */
const MANY_ROWS = 20_000

/** In how many threads to run. @throws UsageError */
export function readThreads(text: string | undefined, markets: readonly Market[]): number {
  if (text === undefined) {
    const rows = markets.reduce((sum, market) => sum + countRows(market), 0)
    return rows < MANY_ROWS ? 1 : availableParallelism()
  }
  const threads = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (threads >= 1) return threads
  throw new UsageError(`--jobs is ${text}; give a number from 1 to 999`)
}
