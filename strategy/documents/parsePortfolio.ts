import type { z } from 'zod'
import { PortfolioError, type PortfolioIssue } from '../errors.ts'
import { type PortfolioDocument, portfolioSchema } from './schema.ts'

const MAX_SHOWN_LENGTH = 60

/**
 * Checks a portfolio's document, as `JSON.parse` or a reader of YAML gives it.
 *
 * @throws PortfolioError with every issue.
 *
 * @example
 * const document = parsePortfolio({ kind: 'constant-mix', navUsd: 1_000_000, weightPercent: 50 })
 */
export function parsePortfolio(value: unknown): PortfolioDocument {
  const { data, error } = portfolioSchema.safeParse(value)
  if (error === undefined) return data
  throw new PortfolioError(error.issues.flatMap((issue) => toIssues(issue, value)))
}

function toIssues(issue: z.core.$ZodIssue, root: unknown): PortfolioIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      got: 'a key that this kind does not have',
      allowed: 'a key of this kind; correct or remove it',
    }))
  }
  const isGroup = issue.code === 'invalid_type' && issue.expected === 'object'
  return [
    {
      path: issue.path.join('.'),
      got: showValue(getAt(root, issue.path)),
      allowed: isGroup ? 'a group of keys' : issue.message,
    },
  ]
}

function getAt(root: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined | null)?.[key],
    root,
  )
}

function showValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  const shown = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown
}
