import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { Parser } from 'htmlparser2'

/** What a page offers to links, and where its own lead to. */
interface LinkedPage {
  ids: Set<string>
  targets: Set<string>
}

/**
 * Every link of a built site, and every picture and script, that leads to a file or an anchor that is not there. Links to
 * other sites are left alone: they can be checked with a network only.
 *
 * @param folder - Holds the HTML; links start at it.
 * @returns A line for each, in the pages' order.
 */
export function findDeadLinks(folder: string): string[] {
  const files = globSync('**/*.html', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
  const pages = new Map(files.map((file) => [file, readLinks(join(folder, file))]))
  const findDeath = (file: string, target: string): string | undefined => {
    if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) return undefined
    const [path = '', anchor = ''] = target.split('#')
    const named = decodeURI(path.split('?')[0] ?? '')
    const at =
      named === ''
        ? file
        : posix.join('.', named.startsWith('/') ? named : join(dirname(file), named))
    const found = resolveFile(folder, at)
    if (found === undefined) return `${file} links to ${target}, which is not there`
    const ids = pages.get(found)?.ids
    if (anchor === '' || ids === undefined || ids.has(decodeURIComponent(anchor))) return undefined
    return `${file} links to ${target}, which has no such anchor`
  }
  return files.flatMap((file) =>
    [...(pages.get(file)?.targets ?? [])]
      .map((target) => findDeath(file, target))
      .filter((line) => line !== undefined),
  )
}

function resolveFile(folder: string, path: string): string | undefined {
  if (path.startsWith('..') || !existsSync(join(folder, path))) return undefined
  if (!statSync(join(folder, path)).isDirectory()) return path
  return resolveFile(folder, posix.join(path, 'index.html'))
}

function readLinks(file: string): LinkedPage {
  const ids = new Set<string>()
  const targets = new Set<string>()
  const parser = new Parser({
    onopentag(name, { id, href, src }) {
      if (id !== undefined) ids.add(id)
      if (href !== undefined && name !== 'base') targets.add(href)
      if (src !== undefined) targets.add(src)
    },
  })
  parser.end(readFileSync(file, 'utf8'))
  return { ids, targets }
}
