/**
 * Something that is built from files of the project by a tool of the lock file. Paths start at the project's root.
 *
 * @typedef {object} Product
 * @property {string} name Names the stamp `build/NAME.stamp`.
 * @property {string} title What to call it to the user.
 * @property {readonly string[]} inputs Files and folders.
 * @property {string} output A Wasm file or a folder.
 * @property {(part: string, cutOff: boolean) => readonly string[]} command A Node script and its arguments. A tool that
 *   writes a Wasm file writes it to `part`, which is moved to `output` when it is whole; one that fills a folder does so
 *   in place, and is told when an earlier build was cut off.
 * @property {boolean} [isOnDemand] Built only where it is asked for by its name.
 * @property {boolean} [isCheckoutOnly] The package leaves it out, and refuses what takes it.
 */

/** @param {string} entry @param {string} part @returns {readonly string[]} */
const compileWasm = (entry, part) => [
  'node_modules/assemblyscript/bin/asc.js',
  ...[entry, '--config', 'asconfig.json', '--target', 'release', '--outFile', part],
]

/** @type {readonly Product[]} */
export const products = [
  {
    name: 'core',
    title: 'the Wasm core',
    inputs: ['asconfig.json', 'assembly'],
    output: 'build/core.wasm',
    command: (part) => compileWasm('assembly/index.ts', part),
  },
  {
    name: 'strategies',
    title: "the strategies' Wasm module",
    inputs: ['asconfig.json', 'assembly'],
    output: 'build/core/strategies.wasm',
    command: (part) => compileWasm('assembly/strategies/index.ts', part),
  },
  {
    name: 'contracts',
    title: 'the contracts',
    inputs: ['hardhat.config.ts', 'contracts'],
    output: 'build/artifacts',
    command: (_part, cutOff) => [
      'node_modules/hardhat/dist/src/cli.js',
      ...['build', '--no-tests'],
      ...(cutOff ? ['--force'] : []),
    ],
  },
  {
    name: 'verifier',
    title: "Chainlink's verifier",
    inputs: ['scripts/buildVerifier.ts'],
    output: 'build/verifier',
    command: () => ['scripts/buildVerifier.ts'],
    isCheckoutOnly: true,
  },
  {
    name: 'subgraph',
    title: 'the subgraph',
    inputs: ['assembly', 'contracts', 'hardhat.config.ts', 'deploy/subgraph', 'subgraph'],
    output: 'build/subgraph/compiled',
    command: () => ['deploy/subgraph/build.ts'],
  },
  {
    name: 'web',
    title: 'the console',
    inputs: [
      'assembly',
      ...['abi', 'backtest', 'client', 'core', 'files', 'governance', 'http', 'market'],
      ...['observation', 'query', 'snapshot', 'strategy', 'verify', 'web'],
      ...['package.json', 'subgraph/networks.json', 'tsconfig.json'],
    ],
    output: 'build/web',
    command: () => ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts'],
  },
  {
    name: 'package',
    title: 'the package',
    inputs: [
      ...['assembly', 'contracts', 'subgraph', 'web', 'ops', 'scripts/package'],
      ...['abi', 'backtest', 'bot', 'cli', 'client', 'core', 'deploy', 'files', 'governance'],
      ...['deployments', 'http', 'keys', 'market', 'observation', 'prices', 'query', 'snapshot'],
      ...['stack', 'strategy', 'verify'],
      ...['hardhat.config.ts', 'package.json', 'scripts/buildPackage.ts', 'scripts/setup'],
      ...['tsconfig.json', 'tsconfig.package.json', 'tsconfig.program.json'],
      ...['CHANGELOG.md', 'LICENSE', 'README.md'],
    ],
    output: 'build/package',
    command: () => ['scripts/buildPackage.ts', '--pack'],
    isOnDemand: true,
  },
]
