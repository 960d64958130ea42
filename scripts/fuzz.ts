/**
 * Runs the random tests of the core and its twin with many more cases: `npm run fuzz [-- --seed N --cases N]`.
 *
 * `--cases` is the number of rows that are held against the oracle (default 1e6, ten times what `npm test` takes);
 * the other tests grow by the same factor, Wasm against EVM to 2e5 rows. Without `--seed` a new one is drawn. It is
 * printed first, and brings a failure back.
 */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

// What scale 1 holds against the oracle (test/core/accuracy.test.ts).
const CASES_AT_SCALE_1 = 100_000
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

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const tests = ['test/core/accuracy', 'test/properties']
const child = spawn(process.execPath, [vitest, 'run', '--no-file-parallelism', ...tests], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    GIMBAL_TEST_SEED: String(seed),
    GIMBAL_TEST_SCALE: String(cases / CASES_AT_SCALE_1),
  },
})
child.on('exit', (status) => {
  process.exitCode = status === 0 ? 0 : 1
})
