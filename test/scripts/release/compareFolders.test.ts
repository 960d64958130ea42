import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareFolders, listFiles } from '../../../scripts/release/compareFolders.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gimbal-folders-'))
  write('one/a.txt', 'a')
  write('one/deep/b.txt', 'b')
  write('other/a.txt', 'a')
  write('other/deep/b.txt', 'B')
  write('other/c.txt', 'c')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('default: files with other bytes, and files of one folder alone', () => {
  expect(compareFolders(join(root, 'one'), join(root, 'other'))).toEqual(['c.txt', 'deep/b.txt'])
})

test('default: files by their paths from the folder', () => {
  expect(listFiles(join(root, 'other'))).toEqual(['a.txt', 'c.txt', 'deep/b.txt'])
  expect(compareFolders(join(root, 'one'), join(root, 'one'))).toEqual([])
})

function write(path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
