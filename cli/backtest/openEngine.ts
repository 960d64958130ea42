import { hashSource } from '../../backtest/node/hashSource.ts'
import type { BacktestEngine } from '../../backtest/orchestrate/inputs.ts'
import { loadCore, loadStrategies } from '../../core/index.ts'
import { readSteps } from '../../market/files/readSteps.ts'
import packageJson from '../../package.json' with { type: 'json' }

/** This program as an engine of backtests. */
export async function openEngine(): Promise<BacktestEngine> {
  const core = await loadCore()
  const strategies = await loadStrategies()
  return {
    core,
    strategies,
    openSteps: readSteps,
    backtester: {
      version: packageJson.version,
      coreHash: core.hash,
      strategiesHash: strategies.hash,
      sourceHash: hashSource([core.hash, strategies.hash]),
    },
  }
}
