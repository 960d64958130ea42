import { readFileSync } from 'node:fs'
import { keccak256 } from 'viem'
import { hashSource } from '../../backtest/node/hashSource.ts'
import type { BacktestResult } from '../../backtest/result.ts'
import packageJson from '../../package.json' with { type: 'json' }

const build = new URL('../../build/', import.meta.url)

/**
 * What the site's backtests say of their program, as `gimbal backtest` of the same checkout says it: a result names its maker by
 * the hash of the source, which a bundle no longer has.
 */
export function describeBacktester(): BacktestResult['backtester'] {
  const [coreHash, strategiesHash] = ['core.wasm', 'core/strategies.wasm'].map((file) =>
    keccak256(readFileSync(new URL(file, build))),
  ) as [`0x${string}`, `0x${string}`]
  return {
    version: packageJson.version,
    coreHash,
    strategiesHash,
    sourceHash: hashSource([coreHash, strategiesHash]),
  }
}
