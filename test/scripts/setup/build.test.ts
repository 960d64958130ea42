import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { build } from '../../../scripts/setup/build.mjs'
import type { Product } from '../../../scripts/setup/products.mjs'
import { Project } from '../support/project.ts'

let project: Project
const product: Product = {
  name: 'core',
  title: 'the core',
  inputs: ['config.json', 'source'],
  output: 'build/core.wasm',
  command: (part) => ['tool.mjs', part],
}
const folderProduct: Product = {
  ...product,
  output: 'build/folder',
  command: (_part, cutOff) => ['tool.mjs', 'build/folder/file', String(cutOff)],
}
const tool = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
const [out, cutOff] = process.argv.slice(2)
appendFileSync('tool-calls', cutOff + ' ')
mkdirSync(dirname(out), { recursive: true })
writeFileSync(out, 'half')
const source = readFileSync('source/deep/file', 'utf8')
if (source === 'broken') { console.error('broken source'); process.exit(1) }
writeFileSync(out, source)
`

beforeEach(() => {
  project = new Project()
  project.write('config.json', '{}')
  project.write('source/deep/file', 'one')
  project.write('tool.mjs', tool)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  project.remove()
})

const make = (made = product) =>
  build(
    project.root,
    made,
    { path: process.execPath, major: 24, npm: ['npm'], env: process.env },
    { lock: join(project.root, 'build', 'setup.lock') },
  )
const calls = () => project.read('tool-calls').split(' ').slice(0, -1)

test('default: builds what is not there, and nothing when nothing changed', async () => {
  await make()
  await make()
  expect(project.read('build/core.wasm')).toBe('one')
  expect(calls()).toHaveLength(1)
})

describe('behavior: builds again when', () => {
  test.each<[string, () => void]>([
    ['an input changed', () => project.write('source/deep/file', 'two')],
    ['an input was added', () => project.write('source/new', '')],
    [
      'an input was renamed',
      () => {
        project.write('source/b', '')
        rmSync(join(project.root, 'source/a'))
      },
    ],
    ['the configuration changed', () => project.write('config.json', '{ }')],
    ['the lock file changed', () => project.writeLock('2.0.0')],
    ['the output is gone', () => rmSync(join(project.root, 'build/core.wasm'))],
    ['the output is not what was built', () => project.write('build/core.wasm', 'other')],
    ['the stamp was cut off', () => project.write('build/core.stamp', '')],
  ])('%s', async (_, change) => {
    project.write('source/a', '')
    await make()
    change()
    await make()
    await make()
    expect(calls()).toHaveLength(2)
  })
})

test('behavior: a tool that fills a folder learns that the last build was interrupted', async () => {
  await make(folderProduct)
  project.write('source/deep/file', 'broken')
  await expect(make(folderProduct)).rejects.toThrow()
  project.write('source/deep/file', 'two')
  await make(folderProduct)
  project.write('source/deep/file', 'three')
  await make(folderProduct)
  expect(calls()).toEqual(['true', 'false', 'true', 'false'])
})

describe('error', () => {
  test('a tool that fails leaves the last whole output and tells what it said', async () => {
    await make()
    project.write('source/deep/file', 'broken')
    for (const _time of [1, 2]) {
      await expect(make()).rejects.toThrow(/^building the core failed\n {2}\| broken source\n/)
      expect(project.read('build/core.wasm')).toBe('one')
    }
  })
})
