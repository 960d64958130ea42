import {
  type Document,
  type DocumentOptions,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml'

/** A text that is no YAML. `faults` has everything that is wrong. */
export class YamlSyntaxError extends Error {
  readonly faults: readonly { line: number | undefined; text: string }[]

  constructor(faults: YamlSyntaxError['faults'], options: { cause?: unknown } = {}) {
    super(faults.map(({ text }) => text).join('\n'), options)
    this.faults = faults
  }
}

export interface ParsedYaml {
  value: unknown
  /** The line of a place, 1 the first; of the nearest group around it for one that is not there. */
  findLine(path: readonly PropertyKey[]): number
}

/** How every text is read: a number with a point stays a text, and so does 0x... */
export const exact: ParseOptions & DocumentOptions & SchemaOptions = {
  uniqueKeys: true,
  customTags: (tags) =>
    tags.filter(
      (tag) =>
        typeof tag === 'string' ||
        (tag.tag !== 'tag:yaml.org,2002:float' && !['HEX', 'OCT'].includes(tag.format ?? '')),
    ),
}

/**
 * Reads YAML, and JSON as a part of it, as every file of settings and every draft is read. A number with a point stays a
 * text, exact; so does 0x..., which is an address here and no number.
 *
 * @param options - `aliases: false` refuses anchors: a document that is voted on is what it looks like.
 * @throws YamlSyntaxError with every fault: wrong syntax, a key that is there twice, an alias where there may be none.
 */
export function parseYaml(text: string, options: { aliases?: boolean } = {}): ParsedYaml {
  const { aliases = true } = options
  const lines = new LineCounter()
  let document: Document
  try {
    document = parseDocument(text, { ...exact, merge: aliases, lineCounter: lines })
    if (document.errors.length === 0) {
      const value: unknown = document.toJS({ maxAliasCount: aliases ? 100 : 0 })
      return { value, findLine: (path) => findLine(document, lines, path) }
    }
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0] ?? ''
    throw new YamlSyntaxError([{ line: undefined, text: reason }], { cause })
  }
  const faults = document.errors.map(({ message, linePos }) => ({
    line: linePos?.[0].line,
    // The library shows the lines, which may hold a secret.
    text: (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
  }))
  throw new YamlSyntaxError(faults, { cause: document.errors[0] })
}

function findLine(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  const lineOf = (node: unknown): number => {
    const start = isNode(node) ? node.range?.[0] : undefined
    return start === undefined ? 1 : lines.linePos(start).line
  }
  let node: unknown = document.contents
  let line = lineOf(node)
  for (const key of path) {
    const [place, value] = step(document, node, key)
    if (place === undefined) return line
    line = lineOf(place)
    node = value
  }
  return line
}

/** A key's node, and its value's. */
function step(document: Document, node: unknown, key: PropertyKey): [Node?, unknown?] {
  const group = isAlias(node) ? node.resolve(document) : node
  if (isSeq(group)) {
    const item = group.items[Number(key)]
    return isNode(item) ? [item, item] : []
  }
  if (!isMap(group)) return []
  const pair = group.items.find(
    ({ key: one }) => isScalar(one) && String(one.value) === String(key),
  )
  return pair !== undefined && isNode(pair.key) ? [pair.key, pair.value] : []
}
