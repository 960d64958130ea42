import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { keccak256 } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore, loadStrategies } from '../../core/index.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js')

const entries = { 'core.wasm': 'index.ts', 'core/strategies.wasm': 'strategies/index.ts' }

describe.each(Object.entries(entries))('the build of %s', (file, entry) => {
  let copy: string
  let rebuilt: Buffer

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'gimbal-build-'))
    await cp(join(root, 'assembly'), join(copy, 'assembly'), { recursive: true })
    await cp(join(root, 'asconfig.json'), join(copy, 'asconfig.json'))
    const options = ['--config', 'asconfig.json', '--target', 'release', '--outFile', 'out.wasm']
    await run(process.execPath, [compiler, `assembly/${entry}`, ...options], { cwd: copy })
    rebuilt = await readFile(join(copy, 'out.wasm'))
  }, 600_000)

  afterAll(() => rm(copy, { recursive: true, force: true }))

  test('P-40 the same source gives the same bytes, wherever it is built', async () => {
    const built = await readFile(join(root, 'build', file))
    expect(keccak256(rebuilt)).toBe(keccak256(built))
  })

  test('P-40 the hash that the façade returns is keccak256 of those bytes', async () => {
    const { hash } = await (file === 'core.wasm' ? loadCore() : loadStrategies())
    expect(hash).toBe(keccak256(rebuilt))
  })
})
