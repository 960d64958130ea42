import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The names of all Solidity tests. */
function testNames(): Set<string> {
  const folder = `${root}test/contracts`
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => file.endsWith('.t.sol'))
  const names = sources.flatMap((file) => [
    ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(
      /function ((?:test|invariant)\w*|statefulFuzz\w*)\(/g,
    ),
  ])
  return new Set(names.map(([, name]) => name as string))
}

test('behavior: every test that docs/security.md names in full exists', () => {
  const text = readFileSync(`${root}docs/security.md`, 'utf8')
  const named = [...text.matchAll(/\b((?:test|testFuzz|invariant)_\w+)(\*?)/g)]
  const names = testNames()
  const exists = (name: string, isPrefix: boolean) =>
    isPrefix ? [...names].some((other) => other.startsWith(name)) : names.has(name)
  expect(named.length).toBeGreaterThan(80)
  const missing = named.filter(
    ([, name, star]) => !exists(name as string, star === '*' || (name as string).endsWith('_')),
  )
  expect(missing.map(([, name]) => name)).toEqual([])
})

test('behavior: every test file that docs/security.md names exists', () => {
  const text = readFileSync(`${root}docs/security.md`, 'utf8')
  const bot = text.slice(text.indexOf('## The bot'))
  const named = [...bot.matchAll(/`([\w/]+\.test\.ts)`/g)].map(([, name]) => name as string)
  const there = ['bot', 'reliability'].flatMap((folder) =>
    readdirSync(`${root}test/${folder}`, { recursive: true, encoding: 'utf8' }),
  )
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((name) => !there.includes(name))).toEqual([])
})

test('behavior: every test file that it names for the console exists', () => {
  const text = readFileSync(`${root}docs/security.md`, 'utf8')
  const [part = ''] = /^## The console$.*?(?=^## )/ms.exec(text) ?? []
  const named = [...part.matchAll(/`([\w/]+\.(?:test|suite)\.ts)`/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((name) => !existsSync(`${root}test/${name}`))).toEqual([])
})
