import type { KnipConfig } from 'knip'

export default {
  entry: [
    'abi/index.ts',
    'backtest/index.ts',
    // Started by its file, in a thread.
    'backtest/node/workers/worker.ts',
    'bench/*.ts',
    'bench/console/main.tsx',
    'bench/console/vite.config.ts',
    'bot/index.ts',
    'cli/index.ts',
    'cli/launch.mjs',
    'contracts/**/*.sol',
    'core/index.ts',
    'deployments/index.ts',
    'deployments/node.ts',
    'governance/index.ts',
    'hardhat.config.ts',
    'keys/index.ts',
    'observation/index.ts',
    'observation/proven/index.ts',
    'query/index.ts',
    'snapshot/index.ts',
    // Started by its file, as a process.
    'stack/local/guard/run.ts',
    'strategy/index.ts',
    'verify/index.ts',
    'web/main.tsx',
    'web/vite.config.ts',
    'scripts/*.{mjs,ts}',
    // Started by their path, read by VitePress, or imported by a component of Vue.
    'site/{build,buildSite}.ts',
    'site/.vitepress/config.ts',
    'site/.vitepress/theme/*.ts',
    'site/reference/solidity/worker.ts',
    'deploy/subgraph/build.ts',
    'test/contracts/**/*.t.sol',
    // Deployed by tests in TypeScript.
    'test/contracts/support/KeptVault.sol',
    'test/contracts/support/evidence/HistoryReplay.sol',
    // Deployed by its name.
    'test/contracts/support/evidence/EvidenceStateCaller.sol',
    // Compiled by `npm run prove`, which also starts the solver's process by name.
    'test/proofs/Bounds{Call,Proof}.sol',
    'test/proofs/Untrue.sol',
    'test/proofs/{Packing,Reader}Proof.sol',
    'scripts/proofs/solverProcess.mjs',
    // Run by name, as a process.
    'test/scripts/support/fakeNpm.mjs',
  ],
  // Examples are projects of their own: they import the package, not this checkout.
  project: [
    '**/*.{mjs,sol,ts,tsx}',
    '!assembly/**',
    '!examples/**',
    '!subgraph/**',
    '!test/package/consumers/**',
  ],
  // Only what Solidity imports matters here: which files and packages it reaches.
  compilers: {
    sol: (text: string) =>
      [...text.matchAll(/^import .*?"([^"]+)";$|^} from "([^"]+)";$/gm)]
        .map(([, a, b]) => `import '${a ?? b}'`)
        .join('\n'),
  },
  ignoreDependencies: [
    // Packages of site/package.json.
    'github-slugger',
    'htmlparser2',
    'solidity-ast',
    'typedoc',
    'typedoc-plugin-markdown',
    'vitepress',
    // Started by name from scripts; swc reads TypeScript for dependency-cruiser.
    '@biomejs/biome',
    '@swc/core',
    'assemblyscript',
    'dependency-cruiser',
    'solhint',
    // Reached by path: the compiler of the mappings and their library, the compiler of the contracts, published
    // bytecode, programs.
    '@aave/core-v3',
    '@axelar-network/axelar-gmp-sdk-solidity',
    '@cowprotocol/contracts',
    '@graphprotocol/graph-ts',
    '@lyrafinance/protocol',
    '@perp/curie-contract',
    '@perp/perp-oracle-contract',
    'chainlink-contracts',
  ],
} satisfies KnipConfig
