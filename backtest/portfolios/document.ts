import { z } from 'zod'
import { AmountError, formatAmount, parseAmount, type Unit } from '../../governance/index.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { PortfolioError } from './errors.ts'

/** A portfolio as a person describes it, read: its kind, and each figure as a whole number. */
export interface PortfolioDocument {
  kind: PortfolioKind
  figures: Readonly<Record<string, number>>
}

interface FigureSpec {
  unit: Unit
  min: bigint
  max: bigint
  /** Where the document leaves it out; undefined: it may not. */
  usual?: bigint
}

interface KindSpec {
  figures: Readonly<Record<string, FigureSpec>>
  create(figures: Readonly<Record<string, number>>): Portfolio
  /** How long a position is held, seconds; 0: nothing ends. */
  holdingSec(figures: Readonly<Record<string, number>>): number
}

const WHOLE = 1_000_000n
/** $10,000,000; at most $1,000,000,000, so that every sum stays exact. */
const nav: FigureSpec = {
  unit: 'usd6',
  min: WHOLE,
  max: WHOLE ** 2n * 1_000n,
  usual: 10n * WHOLE ** 2n,
}
const share = (usual?: bigint): FigureSpec => ({
  unit: 'pips',
  min: 0n,
  max: WHOLE,
  ...(usual === undefined ? {} : { usual }),
})

const kinds = {
  'constant-mix': {
    figures: { nav, weight: share(500_000n) },
    create: (of) =>
      createConstantMix({
        navUsd6: of.nav as number,
        weightPips: of.weight as number,
      }) as Portfolio,
    holdingSec: () => 0,
  },
} as const satisfies Readonly<Record<string, KindSpec>>

export type PortfolioKind = keyof typeof kinds

export const portfolioKinds = Object.keys(kinds) as PortfolioKind[]

/** $10,000,000, half of it at risk. */
export const usualPortfolio: PortfolioDocument = parsePortfolio({ kind: 'constant-mix' })

/**
 * Reads a portfolio in plain values: `kind: constant-mix`, and its figures with their units, `weight: 50 %`.
 *
 * @throws PortfolioError for the first thing that is wrong.
 */
export function parsePortfolio(value: unknown): PortfolioDocument {
  const { data } = z.looseObject({ kind: z.string() }).safeParse(value)
  const kind = portfolioKinds.find((name) => name === data?.kind)
  if (data === undefined || kind === undefined) {
    throw new PortfolioError('kind', data?.kind, `one of ${portfolioKinds.join(', ')}`)
  }
  const { kind: _, ...given } = data
  const specs: Readonly<Record<string, FigureSpec>> = kinds[kind].figures
  const unknown = Object.keys(given).find((name) => !(name in specs))
  if (unknown !== undefined) {
    const allowed = `one of ${Object.keys(specs).join(', ')}`
    throw new PortfolioError(unknown, given[unknown], allowed)
  }
  const figures = Object.entries(specs).map(([name, spec]) => [
    name,
    Number(readFigure(name, spec, given[name])),
  ])
  return { kind, figures: Object.fromEntries(figures) }
}

function readFigure(name: string, spec: FigureSpec, value: unknown): bigint {
  const { unit, min, max, usual } = spec
  const allowed = `${formatAmount(min, unit)} to ${formatAmount(max, unit)}`
  if (value === undefined && usual !== undefined) return usual
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new PortfolioError(name, value, allowed)
  }
  try {
    const amount = parseAmount(String(value), unit)
    if (amount >= min && amount <= max) return amount
  } catch (cause) {
    if (!(cause instanceof AmountError)) throw cause
  }
  throw new PortfolioError(name, value, allowed)
}

/** The same in plain values, every figure there: `parsePortfolio` gives it back. */
export function formatPortfolio({ kind, figures }: PortfolioDocument): Record<string, string> {
  const specs: Readonly<Record<string, FigureSpec>> = kinds[kind].figures
  const texts = Object.entries(specs).map(([name, { unit }]) => [
    name,
    formatAmount(BigInt(figures[name] as number), unit),
  ])
  return { kind, ...Object.fromEntries(texts) }
}

export function createPortfolio({ kind, figures }: PortfolioDocument): Portfolio {
  return kinds[kind].create(figures)
}

/** How long a position of it is held, seconds; 0: nothing ends. */
export function findHoldingSec({ kind, figures }: PortfolioDocument): number {
  const spec: KindSpec = kinds[kind]
  return spec.holdingSec(figures)
}
