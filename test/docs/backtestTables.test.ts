import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dayColumns } from '../../backtest/node/tables/dayColumns.ts'
import { figureColumns } from '../../backtest/node/tables/figureColumns.ts'
import { ruleColumns } from '../../backtest/node/tables/ruleColumns.ts'
import { stepColumns } from '../../backtest/node/tables/stepColumns.ts'
import { tradeColumns } from '../../backtest/node/tables/tradeColumns.ts'

const page = await readFile(new URL('../../docs/backtest-tables.md', import.meta.url), 'utf8')

test.each([
  ['steps', stepColumns],
  ['days', dayColumns],
  ['rules', ruleColumns],
  ['figures', figureColumns],
  ['trades', tradeColumns],
])('default: docs/backtest-tables.md has the columns of %s, in their order', (table, columns) => {
  const [, cell = ''] = new RegExp(`^\\| ${table} \\| (.*) \\|$`, 'm').exec(page) ?? []
  const named = [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  expect(named).toEqual(columns.map(({ name }) => name))
})
