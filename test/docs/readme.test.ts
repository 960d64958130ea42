import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')

describe('README.md', () => {
  test('default: stays a page, as the house wants it', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
  })

  test('default: it shows the console, names the two commands, and has a path for each kind of reader', () => {
    expect(readme).toContain('](docs/console.png)')
    expect(readme).toMatch(/^npm start .*\nnpm test /m)
    const readers = [...readme.matchAll(/^### (.*)$/gm)].map(([, reader]) => reader)
    expect(readers).toEqual(['A voter', 'A protocol', 'An operator', 'An analyst', 'A researcher'])
  })
})
