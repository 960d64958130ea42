import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import hardhatViem from '@nomicfoundation/hardhat-viem'
import { defineConfig } from 'hardhat/config'

// The compiler comes from the lock file, so that a build downloads nothing and is the same everywhere.
const solc = {
  version: '0.8.37',
  path: createRequire(import.meta.url).resolve('solc/soljson.js'),
}

// Osaka for its count of leading zeros, on which the twin's arithmetic rests.
const evmVersion = 'osaka'

const deployed = (runs: number) => ({
  ...solc,
  settings: { optimizer: { enabled: true, runs }, viaIR: true, evmVersion },
})

// Every push runs the model, every proven one measures: gas counts there, size does not.
const gasOverSize = [
  'contracts/Model.sol',
  'contracts/evidence/ProvenReporter.sol',
  'contracts/tools/GasMeter.sol',
]

// What is deployed names its compiler exactly, and so does what tests deploy of a library that needs the optimizer. The
// rest is libraries, compiled into what is deployed, and tests: without optimizer they compile in a tenth of the time.
const isDeployed = (file: string) =>
  readFileSync(join(import.meta.dirname, file), 'utf8').includes(`pragma solidity ${solc.version};`)

const overrides = Object.fromEntries(
  globSync('{contracts,test/contracts/support}/**/*.sol', { cwd: import.meta.dirname })
    .filter(isDeployed)
    .map((file) => [file, deployed(gasOverSize.includes(file) ? 1_000_000 : 200)]),
)

// Coverage instruments the contracts: it must not overwrite what gets deployed.
const build = process.argv.includes('--coverage') ? 'build/instrumented' : 'build'

// As for the other random tests; see test/generators/random.ts.
const scale = Number(process.env.GIMBAL_TEST_SCALE ?? 1)

export default defineConfig({
  plugins: [hardhatViem],
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
    artifacts: `./${build}/artifacts`,
    cache: `./${build}/cache`,
  },
  solidity: {
    compilers: [{ ...solc, settings: { optimizer: { enabled: false }, evmVersion } }],
    overrides,
  },
  test: {
    solidity: {
      fuzz: { runs: 256 * scale },
      invariant: { runs: 25 * scale, depth: 100 },
      // Tests deploy published bytecode: they may read it, and nothing else.
      fsPermissions: {
        readDirectory: [
          'node_modules/@uniswap/v3-core/artifacts',
          'node_modules/@cowprotocol/contracts/lib/contracts',
          'build/verifier',
        ],
      },
    },
  },
})
