import { createRequire } from 'node:module'
import hardhatViem from '@nomicfoundation/hardhat-viem'
import { defineConfig } from 'hardhat/config'

// The compiler comes from the lock file, so that a build downloads nothing and is the same everywhere.
const solcPath = createRequire(import.meta.url).resolve('solc/soljson.js')

// Osaka for its count of leading zeros, on which the twin's arithmetic rests.
const compiler = (runs: number) => ({
  version: '0.8.37',
  path: solcPath,
  settings: { optimizer: { enabled: true, runs }, viaIR: true, evmVersion: 'osaka' },
})

// As for the other random tests; see test/generators/random.ts.
const scale = Number(process.env.GIMBAL_TEST_SCALE ?? 1)

export default defineConfig({
  plugins: [hardhatViem],
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
    artifacts: './build/artifacts',
    cache: './build/cache',
  },
  solidity: {
    compilers: [compiler(200)],
    overrides: {
      // Every push runs the model: gas counts here, size does not.
      'contracts/Model.sol': compiler(1_000_000),
      'contracts/tools/GasMeter.sol': compiler(1_000_000),
    },
  },
  test: {
    solidity: {
      fuzz: { runs: 256 * scale },
      invariant: { runs: 24 * scale, depth: 100 },
      // Tests deploy the published Uniswap v3 bytecode: they may read it, and nothing else.
      fsPermissions: { readDirectory: ['node_modules/@uniswap/v3-core/artifacts'] },
    },
  },
})
