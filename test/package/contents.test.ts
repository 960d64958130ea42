import { readFile } from 'node:fs/promises'
import {
  checkPackage,
  createPackageFromTarballData,
  type Package,
  type Problem,
} from '@arethetypeswrong/core'
import { publint } from 'publint'
import { beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { packOnce } from './support/tarball.ts'

/** Where files may be, and who needs them. Whatever is elsewhere is a mistake. */
const places: readonly [RegExp, string][] = [
  [/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/, 'people and npm'],
  [/^dist\/[a-z]+(\/[a-zA-Z]+)*\/\w+\.(js|d\.ts)$/, 'the library and the program'],
  [/^dist\/(cli\/launch|scripts\/setup\/\w+)\.mjs$/, 'the command, on whichever Node'],
  [/^dist\/package\.json$/, 'the version, for modules that say it'],
  [/^dist\/abi\/json\/[A-Z]\w+\.json$/, 'gimbal/abi/NAME.json'],
  [/^dist\/build\/(core|core\/strategies)\.wasm$/, 'the core, and the strategies'],
  [/^dist\/build\/backtest-source\.json$/, 'the hash that backtests name'],
  [/^dist\/build\/artifacts\/contracts\/[\w/]+\.sol\/\w+\.json$/, 'gimbal deploy, stack up'],
  [/^dist\/build\/subgraph\/compiled\/.+\.(wasm|json|graphql|yaml)$/, 'the index'],
  [/^dist\/build\/web\/.+\.(html|js|css|svg|wasm|csv|json)$/, 'gimbal console'],
  [/^dist\/backtest\/(page\/browser\/[\w.]+|sql\/metrics\.sql)$/, 'pages and tables of backtests'],
  [/^dist\/market\/shipped\/[\w-]+\/(market\.json|\w+\.csv)$/, 'shipped markets'],
  [/^dist\/governance\/(draft\.schema\.json|examples\/[\w-]+\.yaml)$/, 'who writes drafts'],
  [/^dist\/(stack\/local\/governance|subgraph\/networks)\.json$/, 'the local stack, graph-node'],
  [/^contracts\/(?!tools\/)([a-z]+\/)*\w+\.sol$/, 'consumers and auditors'],
  [/^dist\/deployments\/\d+\.json$/, 'the command line, on networks that are known'],
  [/^ops\/(prometheus|grafana|kubernetes)\/([\w/]+\/)?[\w.-]+\.(yaml|json)$/, 'operators'],
  [/^ops\/(systemd\/gimbal-\w+@\.service|container\/Containerfile)$/, 'operators'],
  // Nothing else: secrets are put beside these.
  [/^ops\/compose\/(compose|replica)\.yaml$/, 'operators'],
]

/** Exports that nothing imports as a module: their files are read. */
const noModules = [/\.wasm$/, './subgraph/template']

let tarball: Buffer
let content: Package
let files: string[]
const read = (file: string) => content.readFile(`/node_modules/gimbal/${file}`)

beforeAll(async () => {
  tarball = await readFile(await packOnce())
  content = createPackageFromTarballData(tarball)
  files = content.listFiles().map((file) => file.replace('/node_modules/gimbal/', ''))
})

describe('P-195 the package holds what others need, and nothing else', () => {
  test('default: every file has its place, and every place a file', () => {
    expect(files.filter((file) => !places.some(([place]) => place.test(file)))).toEqual([])
    const unused = places.filter(([place]) => !files.some((file) => place.test(file)))
    // A version may know of no public network.
    expect(unused.filter(([place]) => !place.source.includes('deployments'))).toEqual([])
  })

  test('default: no module is empty, and none is a test or a map of a source', () => {
    const modules = files.filter((file) => /^dist\/.*\.js$/.test(file))
    expect(modules.length).toBeGreaterThan(500)
    expect(modules.filter((file) => /^\s*export \{\};?\s*$/.test(read(file)))).toEqual([])
    expect(files.filter((file) => /\.map$|\.t\.sol$|(^|\/)tests?\//.test(file))).toEqual([])
    expect(modules.filter((file) => /\/\/# sourceMappingURL/.test(read(file)))).toEqual([])
  })

  test('default: no file names a folder of the machine that made it', () => {
    const root = new URL('../..', import.meta.url).pathname
    const texts = files.filter((file) => !/\.(wasm|png|svg)$/.test(file))
    expect(texts.filter((file) => read(file).includes(root))).toEqual([])
  })

  test('default: each export and the command lead to files', () => {
    const targets = Object.values(packageJson.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    )
    const missing = [...targets, ...Object.values(packageJson.bin)]
      .map((target) => target.replace(/^\.\//, ''))
      .filter((target) => {
        const [before = '', after] = target.split('*')
        return !files.some((file) =>
          after === undefined ? file === target : file.startsWith(before) && file.endsWith(after),
        )
      })
    expect(missing).toEqual([])
  })

  test('default: publint finds nothing', async () => {
    const { buffer } = new Uint8Array(tarball)
    const { messages } = await publint({ strict: true, pack: { tarball: buffer } })
    expect(messages).toEqual([])
  })

  test('default: arethetypeswrong finds nothing for ESM, which is all that there is', async () => {
    const result = await checkPackage(content, { excludeEntrypoints: noModules })
    if (!result.types) throw new Error('no types')
    const isOfCommonJs = (problem: Problem) =>
      ('resolutionKind' in problem && /^node10$|^node16-cjs$/.test(problem.resolutionKind)) ||
      ('resolutionOption' in problem && problem.resolutionOption === 'node10')
    expect(result.problems.filter((problem) => !isOfCommonJs(problem))).toEqual([])
    expect(Object.keys(result.entrypoints)).toEqual(
      expect.arrayContaining(['./core', './abi', './verify', './backtest']),
    )
  })
})
