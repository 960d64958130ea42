import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import { parameterFields } from '../../../core/index.ts'
import { nameParameter } from '../../../governance/index.ts'
import type { ExampleSuite } from '../support/examplesOnStack.ts'
import type { ExampleCopy } from '../support/installExample.ts'

export const describeDuckdb: ExampleSuite = (subject) =>
  describe('duckdb', () => {
    let example: ExampleCopy
    beforeAll(async () => {
      example = await subject().install('duckdb')
    })

    test('P-190 the notebook runs over an export, and finds that honest evidence is honest', async () => {
      for (const line of ['npm test', 'npm run export', 'npm start']) {
        await example.runAsWritten(line)
      }
      const report = await example.read('report.md')

      const file = await asyncBufferFromFile(join(example.folder, 'updates.parquet'))
      const { num_rows, key_value_metadata = [] } = await parquetMetadataAsync(file)
      const [block] = key_value_metadata.find(({ key }) => key === 'block')?.value?.split(' ') ?? []
      expect(readRows(report, 'as of block')).toEqual([
        expect.objectContaining({ 'as of block': block, updates: `${num_rows}` }),
      ])
      // Replicas sign what they have measured, which is what the index has measured.
      expect(readRows(report, 'evidence')).toContainEqual(
        expect.objectContaining({ market: 'weth-usd', evidence: 'SIGNED', worst: '0.00 %' }),
      )
      // The names of the parameters stand in the notebook in the order of the limits.
      expect(readRows(report, 'held back').map(({ parameter }) => parameter)).toEqual(
        parameterFields.map(nameParameter),
      )
    })
  })

/** The rows of the table of a page that has a column of this name. */
function readRows(page: string, column: string): Record<string, string>[] {
  const split = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const lines = page.split('\n')
  const head = lines.findIndex((line) => split(line).includes(column))
  const names = split(lines[head] ?? '')
  const rows = lines.slice(head + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows
    .slice(0, end)
    .map((line) => Object.fromEntries(split(line).map((cell, index) => [names[index], cell])))
}
