// Describes in words what is wrong with a value; zod's own texts say "Invalid input: expected number, received string".

import type { z } from 'zod'
import { findNearest } from '../core/findNearest.ts'

const nouns: Readonly<Record<string, string>> = {
  object: 'a group of settings',
  record: 'a group of settings',
  array: 'a list',
  string: 'a text',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/**
 * The text for an issue whose schema has no text of its own. Given texts are not shown, except one that should be
 * one of a few words: a key or a password may stand at the wrong place.
 */
export function describeIssue(issue: RawIssue): string {
  const { code, input } = issue
  const got = describeGot(input)
  switch (code) {
    case 'invalid_type': {
      const noun = nouns[issue.expected] ?? `a value of the kind ${issue.expected}`
      const hint = issue.expected === 'string' && typeof input === 'number' ? ', in quotes' : ''
      return `${got}; give ${noun}${hint}`
    }
    case 'invalid_value': {
      const values = issue.values.map(String)
      const given = typeof input === 'string' ? `is ${JSON.stringify(input)}` : got
      return `${given}; give ${values.join(' or ')}${suggest(String(input), values)}`
    }
    case 'too_small':
      if (issue.origin === 'string') return 'is empty; give a text'
      return `${describeSize(input)}; give ${issue.minimum} or more`
    case 'too_big':
      if (issue.origin === 'string') return `is too long; give ${issue.maximum} characters at most`
      return `${describeSize(input)}; give ${issue.maximum} or ${Array.isArray(input) ? 'fewer' : 'less'}`
    case 'invalid_format':
      return issue.format === 'url'
        ? 'is no http or https URL; give one'
        : `is not of the form that is allowed here; give ${issue.format}`
    default:
      return `${got}, which is not allowed here; see the documentation`
  }
}

/** ` (did you mean X?)`, or nothing. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = findNearest(name, known)
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`
}

/** Describes the given value, without showing a possible secret: `is missing`, `is a list`, `is 70000`. */
export function describeGot(input: unknown): string {
  if (input === undefined) return 'is missing'
  if (input === null || input === '') return 'is empty'
  if (Array.isArray(input)) return 'is a list'
  if (typeof input === 'object') return 'is a group of settings'
  if (typeof input !== 'string') return `is ${input}`
  return /^[-+]?[\d._]{1,20}$/.test(input) ? `is ${input}` : 'is a text'
}

function describeSize(input: unknown): string {
  if (!Array.isArray(input)) return describeGot(input)
  return `has ${input.length} ${input.length === 1 ? 'entry' : 'entries'}`
}
