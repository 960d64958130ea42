import type { KnipConfig } from 'knip'

export default {
  entry: [
    'bench/*.ts',
    'cli/index.ts',
    'contracts/**/*.sol',
    'core/index.ts',
    'scripts/*.{mjs,ts}',
    'test/contracts/**/*.t.sol',
    // Run by name, as a process.
    'test/scripts/support/fakeNpm.mjs',
  ],
  project: ['**/*.{mjs,sol,ts}', '!assembly/**', '!subgraph/**'],
  // Only what Solidity imports matters here: which files and packages it reaches.
  compilers: {
    sol: (text: string) =>
      [...text.matchAll(/^import .*?"([^"]+)";$|^} from "([^"]+)";$/gm)]
        .map(([, a, b]) => `import '${a ?? b}'`)
        .join('\n'),
  },
  ignoreDependencies: [
    // Started by name from scripts.
    '@biomejs/biome',
    'assemblyscript',
    'solhint',
    // Reached by path: the compiler of the mappings, the compiler of the contracts, published bytecode.
    '@graphprotocol/graph-cli',
    'solc',
    '@uniswap/v3-core',
    // What the subgraph's mappings will be written against, pinned together with its compiler.
    '@graphprotocol/graph-ts',
  ],
} satisfies KnipConfig
