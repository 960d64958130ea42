import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore } from '../../core/index.ts'
import { anywhereCase } from '../generators/boundsScripts.ts'
import { Random, scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyRows } from '../generators/rows.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const seed = testSeed()

/** graph-cli's own AssemblyScript, with the options that graph-cli passes. */
async function compileAsGraphCli(output: string): Promise<string> {
  const fromGraphCli = createRequire(
    createRequire(import.meta.url).resolve('@graphprotocol/graph-cli/package.json'),
  )
  const folder = dirname(dirname(fromGraphCli.resolve('assemblyscript/cli/asc')))
  const compiler = join(folder, 'bin', 'asc')
  const options = ['--explicitStart', '--exportRuntime', '--runtime', 'stub', '--optimize']
  await run(process.execPath, [compiler, 'assembly/index.ts', '--outFile', output, ...options], {
    cwd: root,
  })
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string })
    .version
}

describe('the two compilers of the core', () => {
  let folder: string
  let core: Core
  let mapping: Core
  let version: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gimbal-compilers-'))
    const output = join(folder, 'core.wasm')
    version = await compileAsGraphCli(output)
    core = await loadCore()
    mapping = await loadCore(pathToFileURL(output))
  }, 600_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('P-41 the second compiler is the one of the mappings, and builds other bytes', () => {
    expect(version).toBe('0.19.23')
    expect(mapping.hash).not.toBe(core.hash)
  })

  test(
    'P-41 the model has the same bits from both',
    () => {
      const random = new Random(seed)
      for (let left = scaled(100_000); left > 0; left -= 10_000) {
        const rows = anyRows(random, Math.min(left, 10_000))
        expect(mapping.evaluateBatch(rows)).toEqual(core.evaluateBatch(rows))
      }
    },
    scaledTimeout,
  )

  test('P-41 the bounds have the same bits from both', () => {
    const cases = fc.sample(anywhereCase, { seed, numRuns: scaled(10_000) })
    expect(mapping.applyBoundsBatch(cases)).toEqual(core.applyBoundsBatch(cases))
  })
})
