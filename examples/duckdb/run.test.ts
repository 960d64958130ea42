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
  const table = '| market   | widest |\n| -------- | -----: |\n| weth-usd |  40000 |'
  const cell = 'FROM pushes GROUP BY market;\n```'
  assert.equal(report, page.replace(cell, `${cell}\n\n${table}`))
})

test('a cell that DuckDB refuses is quoted', async () => {
  const wrong = '```sql\nSELECT nothing FROM nowhere;\n```\n'
  await assert.rejects(runNotebook(wrong, duckdb), /SELECT nothing FROM nowhere;[\s\S]*nowhere/)
})

test('a bar in a text does not end its cell', () => {
  assert.match(renderTable(['text'], [['a|b']]), /\| a\\\|b \|/)
})
