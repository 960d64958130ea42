import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  readSource,
  type SourceOptions,
  type SourceTable,
} from '../../../market/import/readSource.ts'
import type { SourceFormat } from '../../../market/import/sourceFormat.ts'
import { sourceFormats } from '../../../market/import/sourceFormats.ts'
import { makeFolder } from './makeFolder.ts'

/** The path of an excerpt of a real record. */
export function recordedFile(name: string): string {
  return fileURLToPath(new URL(`recorded/${name}.csv`, import.meta.url))
}

export function findFormat(name: string): SourceFormat {
  const format = sourceFormats.find((known) => known.name === name)
  if (format === undefined) throw new TypeError(`no format ${name}`)
  return format
}

/** The tables of an excerpt. */
export function readRecorded(
  format: string,
  name: string,
  more: Partial<SourceOptions> = {},
): SourceTable[] {
  return readSource({ format: findFormat(format), file: recordedFile(name), ...more })
}

/** An excerpt with one line changed, in a fresh folder. The line counts from 1; undefined leaves it out. */
export function changeRecorded(
  name: string,
  line: number,
  change: (cells: string[]) => string[] | undefined,
): string {
  const lines = readFileSync(recordedFile(name), 'utf8').trimEnd().split('\n')
  const changed = lines.flatMap((text, index) => {
    if (index + 1 !== line) return [text]
    const cells = change(text.split(','))
    return cells === undefined ? [] : [cells.join(',')]
  })
  return writeLines(changed)
}

/** A file in a fresh folder. */
export function writeLines(lines: readonly string[]): string {
  const file = join(makeFolder(), 'figures.csv')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
