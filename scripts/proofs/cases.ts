import { assume } from './assume.ts'
import { reachable } from './evaluate.ts'
import { type Bool, not } from './nodes.ts'

/**
 * The two cases of a question whose answers are the question's: that in which one of the comparisons that it makes
 * holds, and that in which it does not. It is the comparison that leaves the least of the question. Undefined if the
 * first condition makes no comparison but the one that it is.
 */
export function casesOf(conditions: readonly Bool[]): readonly [Bool[], Bool[]] | undefined {
  const [goal] = conditions
  if (!goal) return undefined
  let best: { cases: readonly [Bool[], Bool[]]; size: number } | undefined
  for (const term of reachable([goal])) {
    const isComparison = term.op === 'eq' || term.op === 'ult' || term.op === 'slt'
    if (!isComparison || term === goal || not(term) === goal) continue
    const cases = [assume([...conditions, term]), assume([...conditions, not(term)])] as const
    const size = Math.max(...cases.map(([left]) => (left ? reachable([left]).length : 0)))
    if (!best || size < best.size) best = { cases, size }
  }
  return best?.cases
}
