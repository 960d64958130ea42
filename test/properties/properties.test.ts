import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** Numbers that stand at the head of a line of the list in docs/properties.md. */
function documentedProperties(): string[] {
  return [...read('docs/properties.md').matchAll(/^- \*\*(P-\d{2,})\*\* /gm)].map(
    ([, number]) => number as string,
  )
}

/** Numbers at the head of a test's title, in TypeScript (`'P-07 ...'`) or Solidity (`test_P07_...`). */
function testedProperties(): string[] {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return files.flatMap((file) => {
    if (file.endsWith('.ts')) {
      const titles = read(`test/${file}`).matchAll(/['"`](P-\d{2,}) /g)
      return [...titles].map(([, number]) => number as string)
    }
    if (file.endsWith('.t.sol')) {
      const names = read(`test/${file}`).matchAll(/function \w+_P(\d{2,})_/g)
      return [...names].map(([, digits]) => `P-${digits}`)
    }
    return []
  })
}

const byNumber = (a: string, b: string) => Number(a.slice(2)) - Number(b.slice(2))

describe('docs/properties.md', () => {
  test('behavior: every property titles at least one test', () => {
    const tested = new Set(testedProperties())
    expect(documentedProperties().filter((number) => !tested.has(number))).toEqual([])
  })

  test('behavior: every number that titles a test is a property', () => {
    const documented = new Set(documentedProperties())
    expect(testedProperties().filter((number) => !documented.has(number))).toEqual([])
  })

  test('behavior: numbers are given once and without gaps; each stays with its property', () => {
    const numbers = documentedProperties().toSorted(byNumber)
    expect(numbers).toEqual(numbers.map((_, i) => `P-${String(i + 1).padStart(2, '0')}`))
    expect(numbers.length).toBeGreaterThanOrEqual(40)
  })
})
