import { globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path/posix'
import { isElsewhere, mapLinks, relativeLink, resolveLink } from './links.ts'

/** What the site is made of, by path below its folder. */
export interface Pages {
  /** Markdown. */
  texts: Map<string, string>
  /** Files that are copied: by their path in the site, their path in the project. */
  assets: Map<string, string>
}

/** A link to a file that is not there. */
export class DeadLinkError extends Error {
  override readonly name = 'DeadLinkError'
  readonly from: string
  readonly target: string

  constructor(from: string, target: string) {
    super(`${from} links to ${target}, which is not there`)
    this.from = from
    this.target = target
  }
}

/** What the navigation and the site's door lead to, outside of `docs/`. */
const doors = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'examples/README.md']

const images = new Set(['.gif', '.jpg', '.jpeg', '.png', '.svg', '.webp'])

/** The languages of blocks, where they have another name than the file's ending. */
const languages: Record<string, string> = {
  Containerfile: 'docker',
  mjs: 'js',
  rules: 'yaml',
  service: 'ini',
  sol: 'solidity',
}

/**
 * The pages of `docs/` and those at the project's door, with whatever they link to: what lies outside of `docs/` becomes a page below `source/` that shows
 * the file, so that every relative link of the documents leads somewhere on the site as well.
 *
 * @param root - The project's root.
 * @throws DeadLinkError for a relative link to nothing.
 */
export function collectPages(root: string): Pages {
  const texts = new Map<string, string>()
  const assets = new Map<string, string>()
  const documents = globSync('docs/**/*.md', { cwd: root }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  const waiting = [...documents.sort(), ...doors.filter((path) => isThere(root, path))]
  const seen = new Set(waiting)

  for (const file of waiting) {
    const at = placeOf(root, file)
    const relink = (target: string) => {
      if (isElsewhere(target)) return target
      const { path, anchor } = resolveLink(file, target)
      if (path.startsWith('..') || !isThere(root, path)) throw new DeadLinkError(file, target)
      if (!seen.has(path)) waiting.push(path)
      seen.add(path)
      // A line of a file (`#L12`) is GitHub's; the page of a file has its text alone.
      const isLine = /^#L\d+/.test(anchor)
      return relativeLink(at, placeOf(root, path)) + (isLine ? '' : anchor)
    }
    if (images.has(extname(file))) assets.set(at, file)
    else texts.set(at, mapLinks(readPage(root, file), relink))
  }
  return { texts, assets }
}

function isThere(root: string, path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false }) !== undefined
}

function isFolder(root: string, path: string): boolean {
  return statSync(join(root, path)).isDirectory()
}

/** Where on the site a file or a folder of the project is shown. */
function placeOf(root: string, path: string): string {
  const inDocs = /^docs\/(?<rest>.+)$/.exec(path)?.groups?.rest
  const place = inDocs ?? join('source', path)
  if (images.has(extname(path))) return place
  if (isFolder(root, path)) return join(place, 'index.md')
  // VitePress would take README for the page of its folder, beside which the listing stands.
  if (basename(path) === 'README.md') return join(place, '..', 'readme.md')
  return path.endsWith('.md') ? place : `${place}.md`
}

/** A document as it is; of a folder its list, of any other file its text in a block. */
function readPage(root: string, path: string): string {
  if (isFolder(root, path)) return formatFolder(root, path)
  const text = readFileSync(join(root, path), 'utf8')
  if (path.endsWith('.md')) return text
  const name = basename(path)
  const ending = name.includes('.') ? extname(name).slice(1) : name
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return [
    pageHead(),
    `# ${name}\n\n\`${path}\` of the project.\n`,
    `${fence}${languages[ending] ?? ending}\n${text.trimEnd()}\n${fence}\n`,
  ].join('\n')
}

function formatFolder(root: string, path: string): string {
  // Settings of tools, whose names begin with a dot, are no pages.
  const isShown = (name: string) => name !== 'node_modules' && !name.startsWith('.')
  const names = readdirSync(join(root, path)).filter(isShown)
  const rows = names.sort().map((name) => `- [${name}](./${basename(path)}/${name})`)
  return `${pageHead()}\n# ${path}/\n\nA folder of the project.\n\n${rows.join('\n')}\n`
}

/** Sources are read, not searched: the search finds the documents about them. */
function pageHead(): string {
  return '---\nsearch: false\noutline: false\n---\n'
}
