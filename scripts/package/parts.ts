/** Files of the package's `dist` that no module imports: read at run time, at the same place as in a checkout. */
export const copied: readonly string[] = [
  'backtest/page/browser',
  'backtest/sql',
  'build/core.wasm',
  'build/core/strategies.wasm',
  'build/subgraph/compiled',
  'build/web',
  'cli/launch.mjs',
  'governance/draft.schema.json',
  'governance/examples',
  'market/shipped',
  'stack/local/governance.json',
]

/** The contracts' compiled forms, below `build/artifacts/contracts`. */
export const ARTIFACTS = 'build/artifacts/contracts'
