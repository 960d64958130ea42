import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { datasets } from '../../query/index.ts'

test('docs/export.md behavior: names every column of every dataset with its unit and meaning', () => {
  const page = readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8')
  const rows = Object.values(datasets).map(({ name, description, timeField, columns }) => {
    const lines = columns.map((column) => {
      const kind = `${column.kind}${column.isNullable ? ', may be missing' : ''}`
      return `| \`${column.name}\` | ${kind} | ${column.unit} | ${column.description} |`
    })
    const head = ['| column | kind | unit | meaning |', '|:--|:--|:--|:--|']
    const intro = `## ${name}\n\n${description}. Chosen by \`${timeField}\`.\n`
    return [intro, ...head, ...lines].join('\n')
  })
  expect(page.slice(page.indexOf('## observations'))).toBe(`${rows.join('\n\n')}\n`)
})
