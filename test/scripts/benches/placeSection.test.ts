import { expect, test } from 'vitest'
import { placeSection } from '../../../scripts/benches/placeSection.ts'

test('default: replaces the section between the markers, and nothing else', () => {
  const before = placeSection(placeSection(undefined, 'core', 'old table'), 'index', 'other table')
  const after = placeSection(before, 'core', 'new table')
  expect(after).toBe(before.replace('old table', 'new table'))
  expect(placeSection(after, 'core', 'new table')).toBe(after)
})

test('behavior: a first section is added under a heading, in a document begun for it', () => {
  const text = placeSection(undefined, 'core', 'a table')
  expect(text).toMatch(/^# Benchmarks\n/)
  expect(text).toMatch(/\n## core\n\n<!-- bench:core -->\n\na table\n\n<!-- \/bench:core -->\n$/)
})

test.each([
  '<!-- bench:core -->',
  '<!-- /bench:core -->',
  '<!-- /bench:core --> <!-- bench:core -->',
])('error: markers that are no pair: %s', (text) => {
  expect(() => placeSection(text, 'core', 'a table')).toThrow(/not a pair/)
})
