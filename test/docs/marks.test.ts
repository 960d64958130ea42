import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  findLooseMarks,
  findRunners,
  listMarkedPages,
  readMarks,
  readTestFiles,
} from './support/marks.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const pages = listMarkedPages(root).map((page) => ({
  page,
  text: readFileSync(join(root, page), 'utf8'),
}))
const block = '```sh\nnpm test\n```\n'

describe('marked blocks of the documents', () => {
  test('P-192 each mark is run by one test, and by one alone', () => {
    const files = readTestFiles(root)
    const runs = pages
      .flatMap(({ page, text }) => readMarks(page, text))
      .map((mark) => ({ ...mark, runners: findRunners(mark, files) }))
    expect(runs.filter(({ runners }) => runners.length !== 1)).toEqual([])
  })

  test('P-192 no mark is spelt so that its block is passed over', () => {
    expect(pages.flatMap(({ page, text }) => findLooseMarks(page, text))).toEqual([])
  })

  test.each([
    ['a mark without a test', `<!-- run lonely -->\n${block}`, 'docs/lonely.md', 0],
    ['a mark with its test', `<!-- run door -->\n${block}`, 'docs/door.md', 1],
  ])('behavior: finds the runners of %s', (_title, text, page, count) => {
    const runner = `runMarkedBlocks(read('docs/door.md'), 'door')`
    const files = [
      { path: 'test/docs/door.test.ts', text: runner },
      { path: 'test/docs/other.test.ts', text: `'door' of docs/door.md` },
    ]
    const [mark = { page: '', name: '' }] = readMarks(page, text)
    expect(findRunners(mark, files)).toHaveLength(count)
  })

  test('behavior: a mark that stands away from its block is found', () => {
    expect(findLooseMarks('docs/x.md', `<!-- run x -->\nSo:\n${block}`)).toEqual([
      'docs/x.md: 1 marks, 0 blocks to run',
    ])
    expect(findLooseMarks('docs/x.md', `<!-- run x -->\n${block}`)).toEqual([])
  })
})
