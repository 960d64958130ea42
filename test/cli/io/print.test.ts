import { globSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Where something is written that is not ours to print: what is written, and why it is safe. */
const others: Readonly<Record<string, string>> = {
  'cli/io/writeOutput.ts': 'the way out itself',
  'cli/io/print.ts': 'escapes everything',
  'cli/program/runCli.ts': 'our own help, and errors, whose messages are escaped',
  'cli/model/coreHash.ts': 'a hash of this machine',
  'cli/model/evaluate.ts': 'lines that evaluateStream has escaped',
  'cli/model/evaluateStream.ts': 'escapes each line',
  'cli/doctor/runDoctor.ts': 'groups are coloured; formatGroup escapes what they quote',
  'cli/export/createTextWriter.ts': 'names, digits and hex, as query/fields.ts lets them in',
  'cli/io/readHidden.ts': 'our own question',
  'cli/start/runStart.ts': 'tables are coloured; their texts go through fitText',
  'cli/stack/upStack.ts': 'our own words and addresses',
}

describe('what a command prints', () => {
  test('default: goes through print.ts, or is escaped in the same line', () => {
    const files = globSync('cli/**/*.ts', { cwd: root }).filter((file) => !(file in others))
    expect(files.length).toBeGreaterThan(80)
    const loose = files.flatMap((file) =>
      [
        ...readFileSync(`${root}/${file}`, 'utf8').matchAll(
          /(?:writeOutput\(\s*process\.\w+,\s*|console\.\w+\(\s*|process\.std\w+\.write\(\s*)(.*)/g,
        ),
      ]
        .filter(([, argument = '']) => !/show(Text|Lines|Json)\(/.test(argument))
        .map(([call]) => `${file}: ${call}`),
    )
    expect(loose, 'print it by cli/io/print.ts, or name it above with a reason').toEqual([])
  })

  test('behavior: the exceptions are there', () => {
    const files = new Set(globSync('cli/**/*.ts', { cwd: root }).map((file) => relative('', file)))
    expect(Object.keys(others).filter((file) => !files.has(file))).toEqual([])
  })
})
