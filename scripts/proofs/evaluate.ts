import { bitLength, compute, type Operation } from './arithmetic.ts'
import type { Bool, Term, Word } from './nodes.ts'

const SIGN = 1n << 255n

/** The terms that these are made of, themselves included, arguments first. */
export function reachable(roots: readonly Term[]): Term[] {
  const seen = new Set<Term>()
  const pending = [...roots]
  for (let term = pending.pop(); term; term = pending.pop()) {
    if (seen.has(term)) continue
    seen.add(term)
    pending.push(...term.args)
  }
  return [...seen].sort((a, b) => a.id - b.id)
}

/** Whether all conditions hold for these values of the variables, in exact arithmetic; 0 for one that is not named. */
export function holds(conditions: readonly Bool[], values: ReadonlyMap<string, bigint>): boolean {
  const known = new Map<Term, bigint>()
  for (const term of reachable(conditions)) {
    const args = term.args.map((arg) => known.get(arg) as bigint)
    known.set(term, term.sort === 'word' ? wordOf(term, args, values) : boolOf(term, args))
  }
  return conditions.every((condition) => known.get(condition) === 1n)
}

function wordOf(
  { op, value, name }: Word,
  args: readonly bigint[],
  values: ReadonlyMap<string, bigint>,
): bigint {
  const [a = 0n, b = 0n, c = 0n] = args
  if (op === 'constant') return value
  if (op === 'variable') return values.get(name) ?? 0n
  if (op === 'ite') return a === 1n ? b : c
  if (op === 'clz') return BigInt(256 - bitLength(a))
  return compute(op satisfies Operation, a, b)
}

function boolOf({ op }: Bool, args: readonly bigint[]): bigint {
  const [a = 0n, b = 0n] = args
  switch (op) {
    case 'true':
      return 1n
    case 'false':
      return 0n
    case 'eq':
      return BigInt(a === b)
    case 'ult':
      return BigInt(a < b)
    case 'slt':
      return BigInt((a ^ SIGN) < (b ^ SIGN))
    case 'not':
      return 1n - a
    case 'all':
      return BigInt(args.every((arg) => arg === 1n))
    case 'any':
      return BigInt(args.some((arg) => arg === 1n))
  }
}
