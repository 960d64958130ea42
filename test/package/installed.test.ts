import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore } from '../../core/index.ts'
import { datasets } from '../../query/index.ts'
import { createEntities } from '../query/support/createEntities.ts'
import { startIndex } from '../query/support/startIndex.ts'
import { startMeasuredChain } from '../verify/support/measuredChain.ts'
import { launchBrowser } from '../web/support/launchBrowser.ts'
import {
  openStrangersFolder,
  readPageBlocks,
  type StrangersFolder,
} from './support/installPackage.ts'
import { startFolderServer } from './support/startFolderServer.ts'

const consumers = fileURLToPath(new URL('consumers', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

let stranger: StrangersFolder
/** What each block of docs/packages.md said, by its text. */
let said: Map<string, string>

beforeAll(async () => {
  stranger = await openStrangersFolder()
  const blocks = (await readPageBlocks('packages.md')).filter(({ name }) => name === 'packages')
  const index = await startIndex()
  const chain = await startMeasuredChain()
  try {
    index.collections.updates = createEntities(datasets.updates, 2)
    await chain.passUntilObservation()
    await chain.push(await chain.measure())
    const { evidence } = await chain.readLatest()
    const runs = await stranger.runBlocks(blocks, {
      GRAPHQL_URL: index.url,
      RPC_URL: chain.network.rpcUrl,
      RISK_PARAMETERS: evidence.riskParameters,
    })
    said = new Map(runs.map(({ block, output }) => [block.text.trim(), output]))
  } finally {
    await chain.stop()
    await index.close()
  }
})
afterAll(() => stranger?.remove())

describe('P-195 the packed tarball in an empty folder', () => {
  test('default: the examples of docs/packages.md do what they say', async () => {
    const { hash } = await loadCore()
    expect(said.get('node core.ts')).toMatch(
      new RegExp(`^core ${hash}\nband \\d+ pips\nrefused: varianceWad above \\d+\n$`),
    )
    expect(said.get('node abi.ts')).toMatch(/^parameters\(bytes32\) is 0x\w{8}, of \d+ entries\n$/)
    expect(said.get('node governance.ts')).toContain('band 200000 pips at most\n')
    expect(said.get('node query.ts')).toContain(`0x${'ab'.repeat(20)}`)
    expect(said.get('node query.ts')).toMatch(/as of block 77\n$/)
    expect(said.get('node observation.ts')).toMatch(/10 blocks, 50 % full\n(.*\n)*proven: at most 53\..* % full\n/)
    expect(said.get('node verify.ts')).toMatch(/\d+ checks\n1 agree\n$/)
    expect(said.get('node strategy.ts')).toContain('constant mix, 50 % at risk')
    expect(said.get('node backtest.ts')).toMatch(/band-2.5 +J -?\d+\.\d{6} bp a year, \d+ trades/)
    expect(said.get('npx gimbal --version')).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('default: a strict program that imports each export has no fault of types, and reads every declaration', async () => {
    await cp(consumers, stranger.folder, { recursive: true })
    for (const name of await readdir(stranger.folder)) {
      if (!name.endsWith('.ts')) continue
      await cp(join(stranger.folder, name), join(stranger.folder, 'src', 'pages', name))
    }
    await stranger.run('npm install --omit=optional typescript@5.9.3 @types/node@24.19.2')
    const compilers = ['node_modules/typescript', join(root, 'node_modules/typescript')]
    for (const compiler of compilers) {
      for (const project of ['bundler', 'node16']) {
        await stranger.run(`node ${compiler}/bin/tsc -p tsconfig.${project}.json`)
      }
    }
    const listed = await stranger.run(
      'node node_modules/typescript/bin/tsc -p tsconfig.bundler.json --listFiles',
    )
    const declared = await listDeclarations(join(stranger.folder, 'node_modules/gimbal'))
    expect(declared.length).toBeGreaterThan(100)
    expect(declared.filter((file) => !listed.includes(file))).toEqual([])
  })

  test('behavior: a program with a wrong type is caught', async () => {
    const file = join(stranger.folder, 'src', 'wrong.ts')
    await writeFile(
      file,
      "import { loadCore } from 'gimbal/core'\nexport const x: string = loadCore\n",
    )
    const command = 'node node_modules/typescript/bin/tsc -p tsconfig.bundler.json'
    await expect(stranger.run(command)).rejects.toThrow('src/wrong.ts(2,14): error TS2322')
    await writeFile(file, 'export {}\n')
  })

  test('default: the core runs in a page and in a worker of a bundle, which is as small as the page says', async () => {
    const source = join(stranger.folder, 'page')
    await cp(join(consumers, 'page'), source, { recursive: true })
    const out = join(stranger.folder, 'out')
    await build({
      root: source,
      base: './',
      configFile: false,
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: out, modulePreload: { polyfill: false } },
    })
    const browser = await launchBrowser()
    const server = await startFolderServer(out)
    try {
      const page = await browser.newPage()
      await page.goto(server.url)
      const { hash } = await loadCore()
      await page.locator(`text=page ${hash}`).waitFor()
      await page.locator(`text=worker ${hash}`).waitFor()
    } finally {
      await browser.close()
      await server.close()
    }
    const assets = await readdir(join(out, 'assets'))
    const script = assets.find((name) => /^worker-.*\.js$/.test(name)) ?? ''
    const wasm = assets.find((name) => /^core-.*\.wasm$/.test(name)) ?? ''
    const sizes = await Promise.all(
      [script, wasm].map((name) => measure(join(out, 'assets', name))),
    )
    const [code, core] = sizes
    const page = await readFile(join(root, 'docs', 'packages.md'), 'utf8')
    expect(page).toContain(
      `JavaScript ${formatKb(code?.bytes)} kB, ${formatKb(code?.gzip)} kB with gzip`,
    )
    expect(page).toContain(`Wasm ${formatKb(core?.bytes)} kB, ${formatKb(core?.gzip)} kB with gzip`)
  })
})

async function measure(file: string): Promise<{ bytes: number; gzip: number }> {
  const content = await readFile(file)
  return { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length }
}

/** Whole kilobytes: another version of a bundler moves less than that. */
const formatKb = (bytes = 0): string => (bytes / 1_000).toFixed(0)

async function listDeclarations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
