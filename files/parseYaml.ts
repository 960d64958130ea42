import { type Document, LineCounter, parseDocument } from 'yaml'
import { BaseError } from '../core/errors.ts'

/** One place of a text that is not YAML. Lines count from 1. */
interface SyntaxFault {
  reason: string
  line?: number
}

/** A text is neither YAML nor JSON. `faults` has every place. */
export class YamlSyntaxError extends BaseError {
  readonly faults: readonly SyntaxFault[]

  constructor(faults: readonly SyntaxFault[], options: { cause?: unknown } = {}) {
    super('files/yaml-syntax', faults.map(formatFault).join('; '), options)
    this.faults = faults
  }
}

/** What a text says, and where it says it. */
export interface YamlText {
  value: unknown
  /** The line of what stands at a path, or of the nearest part around it that is there. */
  findLine(path: readonly PropertyKey[]): number
}

/**
 * Reads YAML, or JSON, by one rule for every file that people write: no key twice, no aliases (a file is what it looks
 * like), and an address without quotes is a text. Numbers with a point stay texts too, exact.
 *
 * @throws YamlSyntaxError with every fault and its line.
 */
export function parseYaml(text: string): YamlText {
  const lines = new LineCounter()
  const yaml = readSyntax(text, lines)
  if (yaml.errors.length > 0) {
    const faults = yaml.errors.map(({ message, linePos }) => {
      const reason = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')
      const line = linePos?.[0].line
      return { reason, ...(line !== undefined && { line }) }
    })
    throw new YamlSyntaxError(faults, { cause: yaml.errors[0] })
  }
  return { value: toValue(yaml), findLine: (path) => findLine(yaml, lines, path) }
}

function readSyntax(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    uniqueKeys: true,
    lineCounter,
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          (tag.tag !== 'tag:yaml.org,2002:float' && !['HEX', 'OCT'].includes(tag.format ?? '')),
      ),
  })
}

function toValue(yaml: Document.Parsed): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 0 })
  } catch (cause) {
    const reason = `text that cannot be read (${(cause as Error).message.split('\n')[0]})`
    throw new YamlSyntaxError([{ reason }], { cause })
  }
}

function findLine(yaml: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = yaml.getIn(path.slice(0, length), true) as { range?: number[] } | undefined
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line
  }
  return 1
}

function formatFault({ reason, line }: SyntaxFault): string {
  return line === undefined ? reason : `line ${line}: ${reason}`
}
