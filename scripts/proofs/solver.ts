import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { holds, reachable } from './evaluate.ts'
import { nameOf, type Question, writeQuestion } from './smtLib.ts'
import type { Bool, Term } from './terms.ts'

/** Beyond its own limit, the solver's process is ended. */
const GRACE_MS = 3_000

/**
 * `no`: the conditions cannot hold together. `yes`: they hold for `values`, which was computed here again, in exact
 * arithmetic. `unknown`: the time was up, or the solver gave no answer.
 */
type Answer =
  | { readonly kind: 'no' | 'unknown' }
  | { readonly kind: 'yes'; readonly values: ReadonlyMap<string, bigint> }

export interface Solver {
  /** Whether the conditions can hold together. */
  readonly ask: (conditions: readonly Bool[]) => Promise<Answer>
  readonly version: () => Promise<string>
  readonly stop: () => void
}

/** z3 in a process of its own. A question takes at most `limitMs`, twice if products have to be exact. */
export function startSolver(limitMs: number): Solver {
  let started: Promise<Started> | undefined

  const restart = (): void => {
    void started?.then(({ child }) => child.kill('SIGKILL'))
    started = undefined
  }

  async function send(text: string): Promise<string | undefined> {
    started ??= start()
    const { child } = await started
    const signal = AbortSignal.timeout(limitMs + GRACE_MS)
    try {
      const answered = once(child, 'message', { signal })
      child.send({ text })
      return ((await answered)[0] as { answer: string }).answer
    } catch {
      restart()
      return undefined
    }
  }

  async function ask(conditions: readonly Bool[]): Promise<Answer> {
    // Fewer conditions and freer products first: what cannot hold then cannot hold at all.
    const attempts = [
      { chosen: closest(conditions), areProductsFree: true },
      { chosen: relevant(conditions), areProductsFree: true },
      { chosen: conditions, areProductsFree: false },
    ]
    for (const { chosen, areProductsFree } of attempts) {
      const question = writeQuestion(chosen, areProductsFree)
      const answer = await send(completeText(question, limitMs))
      if (answer?.startsWith('unsat')) return { kind: 'no' }
      if (!answer?.startsWith('sat')) continue
      const values = readValues(question, answer)
      if (holds(conditions, values)) return { kind: 'yes', values }
    }
    return { kind: 'unknown' }
  }

  return {
    ask,
    version: async () => {
      started ??= start()
      return (await started).version
    },
    stop: restart,
  }
}

/** The first condition, and those that speak of no other variables than it does. */
function closest([first, ...others]: readonly Bool[]): Bool[] {
  if (!first) return []
  const names = variablesOf(first)
  return [
    first,
    ...others.filter((condition) => [...variablesOf(condition)].every((name) => names.has(name))),
  ]
}

/**
 * The first condition, and those that speak of the same variables as it does, directly or over others. If they cannot
 * hold together, all cannot; if they can, the others are mostly no obstacle, which is looked at then.
 */
function relevant([first, ...others]: readonly Bool[]): Bool[] {
  if (!first) return []
  const kept = [first]
  const names = variablesOf(first)
  let left = others.map((condition) => ({ condition, names: variablesOf(condition) }))
  for (let grew = true; grew; ) {
    const isNear = (part: (typeof left)[number]) => [...part.names].some((name) => names.has(name))
    const near = left.filter(isNear)
    left = left.filter((part) => !isNear(part))
    for (const part of near) {
      kept.push(part.condition)
      for (const name of part.names) names.add(name)
    }
    grew = near.length > 0
  }
  return kept
}

const variablesOf = (condition: Bool): Set<Term> =>
  new Set(reachable([condition]).filter(({ op }) => op === 'variable'))

interface Started {
  readonly child: ChildProcess
  readonly version: string
}

async function start(): Promise<Started> {
  const child = fork(new URL('solverProcess.mjs', import.meta.url), { stdio: 'inherit' })
  const [{ answer }] = (await once(child, 'message')) as [{ answer: string }]
  return { child, version: answer }
}

function completeText({ text, variables }: Question, limitMs: number): string {
  const asked = variables.map(nameOf).join(' ')
  const values = asked === '' ? '' : `(get-value (${asked}))`
  return `(set-logic QF_BV)\n(set-option :timeout ${limitMs})\n${text}\n(check-sat)\n${values}\n`
}

function readValues({ variables }: Question, answer: string): ReadonlyMap<string, bigint> {
  const found = new Map(
    [...answer.matchAll(/\((t\d+) #([xb][0-9a-f]+)\)/g)].map(([, name, digits]) => [
      name,
      BigInt(`0${digits}`),
    ]),
  )
  return new Map(variables.map((term) => [term.name, found.get(nameOf(term)) ?? 0n]))
}
