import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pruneModules } from '../../../scripts/package/pruneModules.ts'
import { listFiles } from '../../../scripts/release/compareFolders.ts'

const entries = { code: ['core/index.js'], declarations: ['core/index.d.ts'] }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-prune-'))
  write('core/index.js', "export { a } from './a.js'\nexport const b = () => import('./late.js')\n")
  write('core/index.d.ts', "export { a } from './a.ts'\nexport type { T } from '../types.ts'\n")
  write(
    'core/a.js',
    "import data from './data.json' with { type: 'json' }\nexport const a = data\n",
  )
  write('core/a.d.ts', 'export declare const a: object\n')
  write('core/data.json', '{}')
  write('core/late.js', 'export {}\n')
  write('core/late.d.ts', 'export {}\n')
  write('types.js', 'export {}\n')
  write('types.d.ts', 'export type T = 1\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('default: code and declarations that no entry leads to are removed', () => {
  const removed = pruneModules(folder, entries)
  expect(removed).toEqual(['core/late.d.ts', 'types.js'])
  expect(listFiles(folder)).toEqual([
    'core/a.d.ts',
    'core/a.js',
    'core/data.json',
    'core/index.d.ts',
    'core/index.js',
    'core/late.js',
    'types.d.ts',
  ])
})

test('behavior: what is no module of ours stays', () => {
  write('web/page.js', 'alert(1)\n')
  pruneModules(folder, entries, ['web', 'types.js'])
  expect(listFiles(folder)).toContain('web/page.js')
  expect(listFiles(folder)).toContain('types.js')
})

test('error: a module that is imported and not there', () => {
  rmSync(join(folder, 'core', 'a.js'))
  expect(() => pruneModules(folder, entries)).toThrow('core/a.js is imported, and not there')
})

function write(path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
