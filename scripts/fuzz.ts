/**
 * Runs the random tests of the core, its twin, the documents and the contracts with many more cases:
 * `npm run fuzz [-- --seed N --cases N]`.
 *
 * `--cases` is the number of rows that are held against the oracle (default 1e6, ten times what `npm test` takes);
 * the other tests grow by the same factor: Wasm against EVM to 2e5 rows and 1e5 updates of bounds, documents of
 * governance there and back to 1e4, histories of a pool to 1e5, each stateful invariant of the contracts to 1e5 calls.
 * Without `--seed` a new seed is drawn. The seed is printed first, and reproduces a failure of the core; for the contracts
 * Hardhat prints the calls that failed.
 */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

// Rows that scale 1 compares with the oracle (test/core/accuracy.test.ts).
const CASES_AT_SCALE_1 = 100_000
// The contracts' invariants make 2,500 calls at scale 1 (hardhat.config.ts): 1e5 with the default number of cases.
const CONTRACTS_FACTOR = 4
const LARGEST_SEED = 2 ** 47

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Reads a whole number, or says what is wrong with it and leaves with status 2. */
function readCount(name: string, text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value > 0 && value <= LARGEST_SEED) return value
  console.error(`--${name} is ${text}; give a whole number from 1 to ${LARGEST_SEED}`)
  process.exit(2)
}

function readOptions(): { seed: number; cases: number } {
  try {
    const { values } = parseArgs({
      options: { seed: { type: 'string' }, cases: { type: 'string', default: '1000000' } },
    })
    const seed = values.seed ? readCount('seed', values.seed) : randomInt(1, LARGEST_SEED)
    return { seed, cases: readCount('cases', values.cases) }
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm run fuzz [-- --seed N --cases N]`)
    process.exit(2)
  }
}

const { seed, cases } = readOptions()
console.error(`seed ${seed}, ${cases} cases`)

const scale = cases / CASES_AT_SCALE_1

/** Runs a tool of the lock file to its end; whether it succeeded. */
function succeeds(testScale: number, tool: string, ...args: string[]): Promise<boolean> {
  const script = join(root, 'node_modules', tool)
  const env = {
    ...process.env,
    GIMBAL_TEST_SEED: String(seed),
    GIMBAL_TEST_SCALE: String(testScale),
  }
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env })
  return new Promise((resolve) => child.on('exit', (status) => resolve(status === 0)))
}

const tests = ['test/core/accuracy', 'test/properties', 'test/governance/roundTrip']
const isCoreRight = await succeeds(
  scale,
  'vitest/vitest.mjs',
  'run',
  '--no-file-parallelism',
  ...tests,
)
const contractsScale = Math.ceil(scale * CONTRACTS_FACTOR)
const hardhat = 'hardhat/dist/src/cli.js'
const areContractsRight = await succeeds(contractsScale, hardhat, 'test', 'solidity')
process.exitCode = isCoreRight && areContractsRight ? 0 : 1
