import type { KnipConfig } from 'knip'

export default {
  entry: [
    'abi/index.ts',
    'bench/*.ts',
    'bench/console/main.tsx',
    'bench/console/vite.config.ts',
    'bot/index.ts',
    'cli/index.ts',
    'contracts/**/*.sol',
    'core/index.ts',
    'governance/index.ts',
    'keys/index.ts',
    'observation/index.ts',
    'observation/proven/index.ts',
    'query/index.ts',
    'snapshot/index.ts',
    'web/main.tsx',
    'web/vite.config.ts',
    'scripts/*.{mjs,ts}',
    'deploy/subgraph/build.ts',
    'test/contracts/**/*.t.sol',
    // Deployed by tests in TypeScript.
    'test/contracts/support/KeptVault.sol',
    'test/contracts/support/evidence/HistoryReplay.sol',
    // Deployed by its name.
    'test/contracts/support/evidence/EvidenceStateCaller.sol',
    // Compiled by `npm run prove`, which also starts the solver's process by name.
    'test/contracts/proofs/Bounds{Call,Proof}.sol',
    'test/contracts/proofs/{Packing,Reader}Proof.sol',
    'scripts/proofs/solverProcess.mjs',
    // Run by name, as a process.
    'test/scripts/support/fakeNpm.mjs',
  ],
  project: ['**/*.{mjs,sol,ts,tsx}', '!assembly/**', '!subgraph/**'],
  // Only what Solidity imports matters here: which files and packages it reaches.
  compilers: {
    sol: (text: string) =>
      [...text.matchAll(/^import .*?"([^"]+)";$|^} from "([^"]+)";$/gm)]
        .map(([, a, b]) => `import '${a ?? b}'`)
        .join('\n'),
  },
  ignoreDependencies: [
    // Started by name from scripts; swc reads TypeScript for dependency-cruiser.
    '@biomejs/biome',
    '@swc/core',
    'assemblyscript',
    'dependency-cruiser',
    'solhint',
    // Reached by path: the compiler of the mappings and their library, the compiler of the contracts, published
    // bytecode, programs.
    '@aave/core-v3',
    '@cowprotocol/contracts',
    '@graphprotocol/graph-ts',
    '@lyrafinance/protocol',
    '@perp/curie-contract',
    '@perp/perp-oracle-contract',
    '@uniswap/v3-core',
    '@uniswap/v3-periphery',
    'canonical-weth',
    'solc',
  ],
} satisfies KnipConfig
