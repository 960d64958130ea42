import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { runGimbal } from '../cli/support/runGimbal.ts'

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')

describe('README.md', () => {
  test('default: shows lines that npm start prints', async () => {
    const [, table] = /<!-- replay -->\n```\n([^`]+)```/.exec(readme) ?? []
    const { stdout } = await runGimbal(['replay'])
    const printed = stdout.split('\n')
    const shown = (table as string).trimEnd().split('\n')
    expect(shown.length).toBeGreaterThan(5)
    expect(shown.filter((line) => !printed.includes(line))).toEqual([])
  })

  test('default: stays a page, as the house wants it', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
  })
})
