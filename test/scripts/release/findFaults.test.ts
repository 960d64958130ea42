import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { findFaults, type ReleaseTree } from '../../../scripts/release/findFaults.ts'

const license = readFileSync(new URL('../../../LICENSE', import.meta.url), 'utf8')
const changelog = '# Changelog\n\n## 1.0.0\n\n- All of it.\n'

function findWith(change: Partial<ReleaseTree>): string[] {
  const { license: licenseId } = packageJson
  const tree = { status: '', version: '1.0.0', changelog, licenseId, license }
  return findFaults(Object.assign(tree, change))
}

test('default: a clean tree with a section and the licence that it names has no fault', () => {
  expect(findWith({})).toEqual([])
})

test('error: a dirty tree, with the files that make it so', () => {
  expect(findWith({ status: ' M core/index.ts\n?? notes.txt\n' })).toEqual([
    'the tree is dirty: commit or remove core/index.ts, notes.txt',
  ])
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `?? ${name}\n`).join('')
  expect(findWith({ status: many })).toEqual([
    'the tree is dirty: commit or remove a, b, c, d, e and 2 more',
  ])
})

test('error: a version without a section, or that is none', () => {
  expect(findWith({ version: '1.0.1' })).toEqual([
    'CHANGELOG.md says nothing of 1.0.1: give its section the heading "## 1.0.1 (YYYY-MM-DD)"',
  ])
  expect(findWith({ version: 'next' })).toEqual([
    'the version "next" of package.json is none: use MAJOR.MINOR.PATCH',
  ])
})

test('error: another licence than the one that is named', () => {
  expect(findWith({ licenseId: 'Apache-2.0' })).toEqual([
    'package.json says Apache-2.0, and LICENSE is another one: make them agree',
  ])
})
