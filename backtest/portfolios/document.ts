import { z } from 'zod'
import { PortfolioError, type PortfolioIssue } from './errors.ts'
import { findIssues } from './findIssues.ts'
import { type DocumentOf, type PortfolioDocument, portfolioSchema, usualPerp } from './schema.ts'

const MAX_SHOWN_LENGTH = 60

/** $10,000,000, half of it at risk. */
export const usualPortfolio: PortfolioDocument = parsePortfolio({ kind: 'constant-mix' })

/**
 * Reads a portfolio in plain values: `kind: constant-mix`, and its figures with their units, `weight: 50 %`. docs/examples/portfolios/ has
 * one of each kind.
 *
 * @throws PortfolioError with every issue.
 */
export function parsePortfolio(value: unknown): PortfolioDocument {
  const { data, error } = portfolioSchema.safeParse(value)
  if (error !== undefined) {
    throw new PortfolioError(error.issues.flatMap((issue) => toIssues(issue, value)))
  }
  const issues = findIssues(data)
  if (issues.length > 0) throw new PortfolioError(issues)
  return tradesPerp(data) ? { ...data, perp: data.perp ?? usualPerp } : data
}

/** The kinds that may trade a perpetual. */
type PerpDocument = DocumentOf<'carry' | 'option-book' | 'lp-hedge'>

/** Whether the portfolio's orders change a perpetual; of a carry, beside the asset. */
export function tradesPerp(document: PortfolioDocument): document is PerpDocument {
  if (document.kind === 'carry') return true
  return 'hedge' in document && document.hedge === 'perp'
}

/** The same in plain values, every figure there: `parsePortfolio` gives it back. */
export function formatPortfolio(document: PortfolioDocument): object {
  return z.encode(portfolioSchema, document)
}

/** How long a position of it is held, seconds; 0: nothing ends. */
export function findHoldingSec(document: PortfolioDocument): number {
  switch (document.kind) {
    case 'option-book':
      return Math.max(...document.legs.map(({ term }) => term))
    case 'leveraged':
      return document.overlay?.term ?? 0
    case 'lp-hedge':
      return document.recentre ?? 0
    default:
      return 0
  }
}

/** Names of the markets besides its own that a portfolio needs, in the order of its assets. */
export function listOtherMarkets(document: PortfolioDocument): string[] {
  if (document.kind !== 'basket') return []
  return document.assets.flatMap(({ market }) => market ?? [])
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
  if (typeof value === 'number') return String(value)
  const shown = JSON.stringify(value)
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown
}
