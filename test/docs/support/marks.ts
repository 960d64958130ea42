import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMarkedBlocks } from '../../support/markedBlocks.ts'

/** Blocks of one name on one page: a test runs them together. */
export interface Mark {
  page: string
  name: string
}

/** Documents that may have marked blocks. */
export function listMarkedPages(root: string): string[] {
  const patterns = ['README.md', 'docs/**/*.md', 'examples/*/README.md', 'ops/**/*.md']
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] }).sort()
}

/** The marks of a page, each once. */
export function readMarks(page: string, text: string): Mark[] {
  return [...new Set(readMarkedBlocks(text).map(({ name }) => name))].map((name) => ({
    page,
    name,
  }))
}

/** Marks that no block follows at once, or that are spelt in another way: such a block is never run. */
export function findLooseMarks(page: string, text: string): string[] {
  const marks = [...text.matchAll(/^ *<!-- *(?:run|file) .*$/gm)].map(([line]) => line.trim())
  const read = readMarkedBlocks(text).length
  return marks.length === read ? [] : [`${page}: ${marks.length} marks, ${read} blocks to run`]
}

/** A file of tests, as far as it matters here. */
export interface TestFile {
  path: string
  text: string
}

export function readTestFiles(root: string): TestFile[] {
  return globSync('test/**/*.test.ts', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }))
}

/** The files of tests that run a mark: they name its page and, as a text of its own, its name. */
export function findRunners({ page, name }: Mark, files: readonly TestFile[]): string[] {
  const named = new RegExp(`['"\`]${name}['"\`]`)
  return files
    .filter(
      ({ text }) => text.includes('runMarkedBlocks') && text.includes(page) && named.test(text),
    )
    .map(({ path }) => path)
}
