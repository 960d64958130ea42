import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkSite } from '../../cli/console/checkSite.ts'
import { serveConsole } from '../../cli/console/serveConsole.ts'
import { products } from '../../scripts/setup/products.mjs'
import { captureOutput } from '../cli/support/captureOutput.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the build of the console', () => {
  let copy: string

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'gimbal-web-'))
    const { inputs = [], command } = products.find(({ name }) => name === 'web') ?? {}
    for (const input of inputs) {
      await cp(join(root, input), join(copy, input), { recursive: true })
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    await mkdir(join(copy, 'build', 'core'), { recursive: true })
    for (const module of ['core.wasm', 'core/strategies.wasm']) {
      await cp(join(root, 'build', module), join(copy, 'build', module))
    }
    await run(process.execPath, [...(command?.('', false) ?? [])], { cwd: copy })
  }, 600_000)

  afterAll(() => rm(copy, { recursive: true, force: true }))

  test('default: the same source gives the same bytes, wherever it is built', async () => {
    const folders = [join(root, 'build', 'web'), join(copy, 'build', 'web')] as const
    const [built, rebuilt] = await Promise.all(folders.map(readAll))
    expect(Object.keys(rebuilt ?? {})).toEqual(Object.keys(built ?? {}))
    for (const [name, bytes] of Object.entries(built ?? {})) {
      expect([name, rebuilt?.[name]?.equals(bytes)]).toEqual([name, true])
    }
  })

  test('behavior: what is served is what was built, by the command that says so', async () => {
    const site = await serveConsole({
      folder: join(copy, 'build', 'web'),
      readNetworks: async () => ({ networks: {} }),
    })
    try {
      const { result, text } = await captureOutput(() => checkSite(site.url))
      expect([result, text]).toEqual([0, expect.stringMatching(/^ok: the \d+ files at /)])
    } finally {
      await site.close()
    }
  })
})

async function readAll(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort()
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))))
  return Object.fromEntries(files.map((file, at) => [file, contents[at] as Buffer]))
}
