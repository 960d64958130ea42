import { dirname, join, posix } from 'node:path/posix'

/** Code of a page: what stands in it is no link. */
const CODE = /(^ *(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\2[^\n]*$|(`+)[^`](?:[^`]|(?!\3)`)*?\3(?!`))/gm

/** `](target)`, `](target "title")`, `[name]: target`, and the attributes of bare HTML. */
const LINK = /(\]\(|^\[[^\]\n]+\]: +|\b(?:href|src|srcset)=")([^\s)"]+)/gm

/** Whether a link leads to another site, or to a place in its own page. */
export function isElsewhere(target: string): boolean {
  return /^(?:[a-z][a-z+.-]*:|\/\/|#)/i.test(target)
}

/**
 * A page with each of its links replaced; code is left as it is.
 *
 * @param replace - Is told the target as it is written, without a title.
 */
export function mapLinks(page: string, replace: (target: string) => string): string {
  let end = 0
  let mapped = ''
  const mapProse = (prose: string) =>
    prose.replaceAll(LINK, (_whole, before: string, target: string) => before + replace(target))
  for (const code of page.matchAll(CODE)) {
    mapped += mapProse(page.slice(end, code.index)) + code[0]
    end = code.index + code[0].length
  }
  return mapped + mapProse(page.slice(end))
}

/** A target in the file `from`, as a path from the project's root, and its anchor (with `#`, or empty). */
export function resolveLink(from: string, target: string): { path: string; anchor: string } {
  const [path = '', ...rest] = decodeURI(target).split('#')
  const anchor = rest.length === 0 ? '' : `#${rest.join('#')}`
  return { path: join(dirname(from), path).replace(/\/$/, ''), anchor }
}

/** The link in the page `from` that leads to the page `to`, both from the same folder. */
export function relativeLink(from: string, to: string): string {
  const path = posix.relative(dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}
