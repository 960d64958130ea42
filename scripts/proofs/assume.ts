import type { Operation } from './arithmetic.ts'
import { reachable } from './evaluate.ts'
import { type Bool, not, type Term, truth, type Word } from './nodes.ts'
import { all, any, binary, clz, eq, ite, slt, ult } from './terms.ts'

/**
 * The conditions, the first of them written as the others leave it, and as `lemmas` do, which hold where the others do:
 * where it asks again what they say, the answer is put in. Together they hold for the same inputs as before, and a choice
 * that is made already draws in no variables.
 */
export function assume(conditions: readonly Bool[], lemmas: readonly Bool[] = []): Bool[] {
  const [goal, ...facts] = conditions
  if (!goal) return []
  const known = new Map<Term, Term>()
  for (const lemma of lemmas) {
    if (lemma.op !== 'eq') continue
    const [early, late] = (lemma.args as [Word, Word]).toSorted((a, b) => a.id - b.id)
    if (early && late) known.set(late, early)
  }
  for (const fact of partsOf(facts)) learn(fact, known)
  // A lemma that orders is of use to the solver, too.
  return [replace(goal, known), ...facts, ...lemmas.filter(({ op }) => op !== 'eq')]
}

const partsOf = (conditions: readonly Bool[]): Bool[] =>
  conditions.flatMap((condition) =>
    condition.op === 'all' ? (condition.args as Bool[]) : [condition],
  )

function learn(fact: Bool, known: Map<Term, Term>): void {
  if (fact.op === 'not') {
    known.set(fact.args[0] as Bool, truth(false))
    return
  }
  known.set(fact, truth(true))
  known.set(not(fact), truth(false))
  const [a, b] = fact.args as [Word, Word]
  if (fact.op === 'ult') {
    known.set(ult(b, a), truth(false))
    known.set(eq(a, b), truth(false))
  }
}

function replace(root: Bool, known: ReadonlyMap<Term, Term>): Bool {
  const replaced = new Map<Term, Term>()
  for (const term of reachable([root])) {
    const args = term.args.map((arg) => replaced.get(arg) as Term)
    replaced.set(term, known.get(term) ?? rebuild(term, args))
  }
  return replaced.get(root) as Bool
}

/** The term of other arguments, folded anew. */
function rebuild(term: Term, args: readonly Term[]): Term {
  if (args.every((arg, i) => arg === term.args[i])) return term
  if (term.op === 'all') return all(args as Bool[])
  if (term.op === 'any') return any(args as Bool[])
  if (term.op === 'not') return not(args[0] as Bool)
  if (term.op === 'ite') return ite(...(args as [Bool, Word, Word]))
  const [a, b] = args as [Word, Word]
  if (term.op === 'eq') return eq(a, b)
  if (term.op === 'ult') return ult(a, b)
  if (term.op === 'slt') return slt(a, b)
  return term.op === 'clz' ? clz(a) : binary(term.op as Operation, a, b)
}
