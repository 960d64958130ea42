import { loadCore, loadStrategies } from '../../core/index.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import type { Market } from '../../market/manifest.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { openSteps } from '../openSteps.ts'
import type { BacktestEngine } from '../orchestrate/inputs.ts'
import { readSourceHash } from './hashSource.ts'
import { runInWorkers } from './workers/runInWorkers.ts'

/**
 * This program as an engine of backtests.
 *
 * @param threads - In which it runs; 1: this one only.
 */
export async function openEngine(threads = 1): Promise<BacktestEngine> {
  const core = await loadCore()
  const strategies = await loadStrategies()
  return {
    core,
    strategies,
    openSteps: (market, range) => openSteps(diskReader, market, range, strategies),
    ...(threads > 1 && { runElsewhere: createRunner(threads) }),
    backtester: {
      version: packageJson.version,
      coreHash: core.hash,
      strategiesHash: strategies.hash,
      sourceHash: readSourceHash([core.hash, strategies.hash]),
    },
  }
}

function createRunner(threads: number): NonNullable<BacktestEngine['runElsewhere']> {
  return (jobs, { signal, onShare }) => {
    const all = jobs.reduce((sum, { market, rules }) => sum + rules.length * countRows(market), 0)
    const onProgress = ({ ruleSteps }: { ruleSteps: number }) =>
      onShare(Math.min(1, ruleSteps / all))
    return runInWorkers(jobs, { threads, signal, onProgress })
  }
}

/** About as many steps as a market has. */
export function countRows({ manifest }: Market): number {
  const rows = manifest.partitions.flatMap(({ kind, rows }) => (kind === 'block' ? [] : [rows]))
  return Math.max(1, ...rows)
}
