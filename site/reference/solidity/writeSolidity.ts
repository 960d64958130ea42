import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path/posix'
import type { Node } from 'solidity-ast/node.js'
import { compileTree, type SolidityFile } from './compileTree.ts'
import { escapeProse, formatNotice } from './formatNotice.ts'
import { describe, type Item, listItems } from './listItems.ts'

/** Folders of the contracts in the order of reading; others follow by their names. */
const groups = new Map([
  ['contracts/interfaces', 'Interfaces'],
  ['contracts/testing', 'For tests of consumers'],
  ['contracts', 'Contracts'],
  ['contracts/evidence', 'Proven evidence'],
  ['contracts/governance', 'Governance'],
  ['contracts/vault', 'Vaults'],
  ['contracts/venues', 'Venues'],
  ['contracts/libraries', 'Libraries'],
])

/** A group of pages, by path below the folder of the reference, without ending. */
export interface Group {
  title: string
  pages: { title: string; path: string }[]
}

/**
 * Writes a page for each Solidity file, made from its NatSpec and its declarations, and an index.
 *
 * @param root - The project's root.
 * @param folder - For the pages.
 * @returns The pages, for the navigation.
 */
export function writeSolidity(root: string, folder: string): Group[] {
  const { files, find } = compileTree(root)
  const places = new Map<number, string>()
  for (const file of files) {
    for (const { node, name } of listItems(file)) {
      places.set(node.id, `${placeOf(file.path)}.md#${name.toLowerCase()}`)
    }
  }
  const write = (path: string, text: string) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const file of files) {
    write(`${placeOf(file.path)}.md`, formatFile(file, { find, places }))
  }
  const listed = group(files)
  write('index.md', formatIndex(listed, files))
  return listed
}

interface Tree {
  find(id: number): Node | undefined
  places: ReadonlyMap<number, string>
}

const placeOf = (path: string) => path.replace(/^contracts\//, '').replace(/\.sol$/, '')

function formatFile(file: SolidityFile, tree: Tree): string {
  const items = listItems(file)
  const names = items.filter(({ depth }) => depth === 2).map(({ name }) => name)
  return [
    `# ${basename(placeOf(file.path))}`,
    ['```solidity', formatImport(names, file.path), '```'].join('\n'),
    ...items.map((item) => formatItem(item, file.path, tree)),
  ]
    .join('\n\n')
    .concat('\n')
}

function formatImport(names: readonly string[], path: string): string {
  const short = `import {${names.join(', ')}} from "gimbal/${path}";`
  if (short.length <= 66) return short
  return `import {\n${names.map((name) => `    ${name}`).join(',\n')}\n} from "gimbal/${path}";`
}

function formatItem(item: Item, path: string, { find, places }: Tree): string {
  const { spec, from } = describe(item.node, find)
  const link = (id: number, name: string) => {
    const place = places.get(id)
    const here = dirname(placeOf(path))
    const up = here === '.' ? './' : '../'.repeat(here.split('/').length)
    return place === undefined ? `\`${name}\`` : `[${name}](${up}${place})`
  }
  const rows = [
    ...item.parameters.map((name) => [name, spec.params.get(name)] as const),
    ...item.returns.map((name, index) => {
      const said = spec.returns[index]
      return [
        name === '' ? 'returns' : name,
        name === '' ? said : said?.replace(`${name} `, ''),
      ] as const
    }),
  ].filter(([, said]) => said !== undefined)
  const types = item.types.map(({ id, name }) => link(id, name))
  const parts = [
    `${'#'.repeat(item.depth)} ${item.name}`,
    ...(spec.title === undefined ? [] : [`**${escapeProse(spec.title)}.**`]),
    ['```solidity', item.code, '```'].join('\n'),
    ...spec.notices.map(formatNotice),
    ...(rows.length === 0 ? [] : [formatRows(rows)]),
    ...(types.length === 0 ? [] : [`Types: ${types.join(', ')}.`]),
    ...(from === undefined ? [] : [`Described in ${link(from.id, from.name)}.`]),
  ]
  return parts.join('\n\n')
}

function formatRows(rows: readonly (readonly [string, string | undefined])[]): string {
  const lines = rows.map(([name, said = '']) => {
    const cell = escapeProse(said.replaceAll(/\s+/g, ' ')).replaceAll('|', '\\|')
    return `| \`${name}\` | ${cell} |`
  })
  return ['| name | meaning |', '| :-- | :-- |', ...lines].join('\n')
}

function group(files: readonly SolidityFile[]): Group[] {
  const titleOf = (path: string) => {
    const folder = [...groups.keys()]
      .filter((name) => path.startsWith(`${name}/`))
      .sort((a, b) => b.length - a.length)[0]
    return groups.get(folder ?? '') ?? 'Contracts'
  }
  return [...groups.values()]
    .map((title) => ({
      title,
      pages: files
        .filter(({ path }) => titleOf(path) === title)
        .map(({ path }) => ({ title: basename(path, '.sol'), path: placeOf(path) })),
    }))
    .filter(({ pages }) => pages.length > 0)
}

function formatIndex(listed: readonly Group[], files: readonly SolidityFile[]): string {
  const summaries = new Map(files.map((file) => [placeOf(file.path), summarize(file)]))
  const parts = listed.map(({ title, pages }) => {
    const items = pages.map((page) => {
      const summary = summaries.get(page.path) ?? ''
      return `- [${page.title}](./${page.path}.md)${summary === '' ? '' : `: ${summary}`}`
    })
    return `## ${title}\n\n${items.join('\n')}`
  })
  const intro =
    'Made from the NatSpec of the sources. What a protocol needs is [IRiskParameters](./interfaces/IRiskParameters.md): one call that always answers.'
  return `# Solidity\n\n${intro}\n\n${parts.join('\n\n')}\n`
}

/** The first sentence about the file's main declaration. */
function summarize(file: SolidityFile): string {
  const items = listItems(file).filter(({ depth }) => depth === 2)
  const main = items.find(({ name }) => name === basename(file.path, '.sol')) ?? items[0]
  if (main === undefined) return ''
  const { spec } = describe(main.node, () => undefined)
  const [paragraph = ''] = formatNotice(spec.title ?? spec.notices[0] ?? '').split('\n\n')
  const [sentence = ''] = /^.*?[^.](?:\.(?=\s|$)|$)/.exec(paragraph) ?? []
  return sentence.replace(/\.$/, '')
}
