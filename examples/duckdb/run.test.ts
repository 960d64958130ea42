import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { renderTable, runNotebook } from './run.ts'

const database = await DuckDBInstance.create(':memory:')
const duckdb = await database.connect()

const page = `# A page

\`\`\`sql
CREATE VIEW pushes AS SELECT * FROM (VALUES ('weth-usd', 40000), ('weth-usd', 34276)) AS row(market, bandPips);
\`\`\`

Between them.

\`\`\`sql
SELECT market, max(bandPips) AS widest FROM pushes GROUP BY market;
\`\`\`

The end.
`

test('cells run in their order, and each result stands below its cell', async () => {
  const report = await runNotebook(page, duckdb)
  const added = report
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .join('\n')
  assert.equal(added, '| market   | widest |\n| -------- | -----: |\n| weth-usd |  40000 |')
  assert.ok(report.indexOf('Between them.') < report.indexOf('| weth-usd'))
  assert.ok(report.endsWith('The end.\n'))
})

test('a cell that DuckDB refuses is quoted', async () => {
  const wrong = '```sql\nSELECT nothing FROM nowhere;\n```\n'
  await assert.rejects(runNotebook(wrong, duckdb), /SELECT nothing FROM nowhere;[\s\S]*nowhere/)
})

test('a bar in a text does not end its cell', () => {
  assert.match(renderTable(['text'], [['a|b']]), /\| a\\\|b \|/)
})
