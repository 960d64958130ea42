import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseRow, type Row } from '../../../core/index.ts'

/** The file of vectors. */
export const vectorsFile = fileURLToPath(new URL('../../vectors/model.ndjson', import.meta.url))

/** The vectors as the command line takes them: they leave out `txBytes`, which the model does not read. */
export const vectorLines = readFileSync(vectorsFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => changeLine(line, 'policy', 'txBytes', '0'))

/** A vector's line with one field of its observation or policy replaced; undefined removes it. */
export function changeLine(line: string, group: string, field: string, value: unknown): string {
  const row = JSON.parse(line)
  return JSON.stringify({ ...row, [group]: { ...row[group], [field]: value } })
}

/** The row of a vector's line. The vectors leave out `txBytes`, which the model does not read. */
export function parseVector(line: string): Row {
  const { observation, policy } = JSON.parse(line)
  return parseRow({ observation, policy: { txBytes: '0', ...policy } })
}
