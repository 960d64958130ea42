import type { z } from 'zod'
import { type ParsedYaml, parseYaml, YamlSyntaxError } from '../files/parseYaml.ts'
import { listChangeKeys } from './changeKey.ts'
import type { Document, Draft, Settings } from './document.ts'
import { type Issue, ProposalError } from './errors.ts'
import { findChangeIssues } from './rules.ts'
import { documentSchema, draftSchema, settingsSchema } from './schema.ts'

/** Characters of a draft: more than 20 changes take, with the longest texts. */
export const MAX_LENGTH = 1_000_000
/** How much of a value a message shows. */
const MAX_SHOWN_LENGTH = 60

/**
 * Reads a draft, YAML or JSON.
 *
 * @throws ProposalError with every issue and its line: wrong syntax, a key that is unknown or there twice, an alias, a
 *   wrong unit, a value outside its range.
 *
 * @example
 * const document = completeDraft(readDraft(text), markets)
 */
export function readDraft(text: string): Draft {
  return readWith(draftSchema, text)
}

/**
 * Reads a complete document, YAML or JSON: the inverse of `formatDocument`.
 *
 * @throws ProposalError as `readDraft` does, and for a change that the contract would refuse whatever the market is.
 */
export function readDocument(text: string): Document {
  const document = readWith(documentSchema, text)
  const issues = findStaticIssues(document)
  if (issues.length > 0) throw new ProposalError(issues)
  return document
}

/**
 * Checks a document in plain values, as `JSON.parse` gives it.
 *
 * @throws ProposalError as `readDocument` does, without lines.
 */
export function parseDocument(value: unknown): Document {
  const document = validate(documentSchema, value)
  const issues = findStaticIssues(document)
  if (issues.length > 0) throw new ProposalError(issues)
  return document
}

/**
 * Reads settings of a market, YAML or JSON.
 *
 * @throws ProposalError as `readDraft` does.
 */
export function readSettings(text: string): Settings {
  return readWith(settingsSchema, text)
}

/** Whether a text is settings of a market and no draft: it has a group of them on its top floor, and no changes. */
export function isSettings(text: string): boolean {
  const value = parseSyntax(text).value
  if (typeof value !== 'object' || value === null) return false
  return !('changes' in value) && settingsGroups.some((name) => name in value)
}

const settingsGroups = ['policy', 'bounds', 'fallback', 'freshness']

function findStaticIssues({ changes }: Document): Issue[] {
  const seen = new Set<string>()
  return changes.flatMap((change, index) => {
    const again = listChangeKeys(change).flatMap((key): Issue[] => {
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      const allowed = 'one change of each kind for a market'
      return [{ path: 'change', got: `a second ${key}`, allowed }]
    })
    return [...again, ...findChangeIssues(change)].map((issue) => ({
      ...issue,
      path: `changes.${index}.${issue.path}`,
    }))
  })
}

function readWith<Result extends { gimbal?: 1 | undefined }>(
  schema: z.ZodType<Result>,
  text: string,
) {
  const { value, findLine } = parseText(text)
  return validate(schema, value, findLine)
}

/** The plain values of a draft. @throws ProposalError if it is too long, or no YAML. */
export function parseText(text: string): ParsedYaml {
  if (text.length > MAX_LENGTH) {
    const got = `${text.length} characters`
    throw new ProposalError([{ path: '', got, allowed: `${MAX_LENGTH} characters at most` }])
  }
  return parseSyntax(text)
}

function parseSyntax(text: string): ParsedYaml {
  try {
    return parseYaml(text, { aliases: false })
  } catch (cause) {
    if (!(cause instanceof YamlSyntaxError)) throw cause
    const issues = cause.faults.map(({ line, text }) => {
      if (line !== undefined) return { path: '', got: text, allowed: 'YAML or JSON', line }
      const got = `text that cannot be read (${text})`
      return { path: '', got, allowed: 'plain YAML or JSON, without aliases' }
    })
    throw new ProposalError(issues, { cause })
  }
}

/** Plain values by a schema. @throws ProposalError with every issue. */
export function validate<Result extends { gimbal?: 1 | undefined }>(
  schema: z.ZodType<Result>,
  value: unknown,
  findLine?: (path: PropertyKey[]) => number,
): Omit<Result, 'gimbal'> {
  const { data, error } = schema.safeParse(value)
  if (error !== undefined) {
    throw new ProposalError(
      error.issues.flatMap((issue) => {
        const line = findLine?.(issue.path)
        return toIssues(issue, value).map((found) =>
          line === undefined ? found : { ...found, line },
        )
      }),
    )
  }
  const { gimbal: _, ...content } = data
  return content
}

function toIssues(issue: z.core.$ZodIssue, root: unknown): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = 'a key of this format; correct or remove it'
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      got: 'a key that is unknown here',
      allowed,
    }))
  }
  const isGroup = issue.code === 'invalid_type' && issue.expected === 'object'
  const allowed = isGroup ? 'a group of keys' : issue.message
  return [{ path: issue.path.join('.'), got: showValue(getAt(root, issue.path)), allowed }]
}

function getAt(root: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined | null)?.[key],
    root,
  )
}

function showValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  const shown = JSON.stringify(value)
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown
}
