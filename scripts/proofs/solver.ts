import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { assume } from './assume.ts'
import { casesOf } from './cases.ts'
import { holds, reachable } from './evaluate.ts'
import { type Bool, isFalse, type Term } from './nodes.ts'
import { nameOf, type Question, writeQuestion } from './smtLib.ts'

/** Beyond its own limit, the solver's process is ended. */
const GRACE_MS = 3_000

/** A question that is hard for the solver is mostly easy case by case: it is asked as a whole for a share of the time. */
const WHOLE_SHARE = 40
const CASE_SHARE = 12
/** So often are cases told apart. */
const CASE_LEVELS = 8

interface Attempt {
  readonly chosen: readonly Bool[]
  readonly areProductsFree: boolean
  readonly limitMs: number
}

/**
 * `no`: the conditions cannot hold together. `yes`: they hold for `values`, which was computed here again, in exact
 * arithmetic. `unknown`: the time was up, or the solver gave no answer. `astray`: what was found is none of them, since the
 * question was freer than the conditions.
 */
type Answer =
  | { readonly kind: 'no' | 'unknown' | 'astray' }
  | { readonly kind: 'yes'; readonly values: ReadonlyMap<string, bigint> }

export interface Solver {
  /** Whether the conditions can hold together. `lemmas` are known to hold where they do. */
  readonly ask: (conditions: readonly Bool[], lemmas?: readonly Bool[]) => Promise<Answer>
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

  async function send(text: string, forMs: number): Promise<string | undefined> {
    started ??= start()
    const { child } = await started
    const signal = AbortSignal.timeout(forMs + GRACE_MS)
    try {
      const answered = once(child, 'message', { signal })
      child.send({ text })
      return ((await answered)[0] as { answer: string }).answer
    } catch {
      restart()
      return undefined
    }
  }

  async function attempt(
    { chosen, areProductsFree, limitMs: shareMs }: Attempt,
    conditions: readonly Bool[],
  ): Promise<Answer> {
    const question = writeQuestion(chosen, areProductsFree)
    const answer = await send(completeText(question, shareMs), shareMs)
    if (answer?.startsWith('unsat')) return { kind: 'no' }
    if (!answer?.startsWith('sat')) return { kind: 'unknown' }
    const values = readValues(question, answer)
    return holds(conditions, values) ? { kind: 'yes', values } : { kind: 'astray' }
  }

  /** Asks case by case, as far as it has to. */
  async function askCases(
    conditions: readonly Bool[],
    all: readonly Bool[],
    untilMs: number,
    levels = CASE_LEVELS,
  ): Promise<Answer> {
    if (conditions.some(isFalse)) return { kind: 'no' }
    if (performance.now() > untilMs) return { kind: 'unknown' }
    const share = levels === 0 || levels === CASE_LEVELS ? CASE_SHARE : WHOLE_SHARE
    const whole = { chosen: conditions, areProductsFree: true, limitMs: limitMs / share }
    const answer = await attempt(whole, all)
    if (answer.kind !== 'unknown' || levels === 0) return answer
    const cases = casesOf(conditions)
    if (!cases) return answer
    const first = await askCases(cases[0], all, untilMs, levels - 1)
    return first.kind === 'no' ? askCases(cases[1], all, untilMs, levels - 1) : first
  }

  async function ask(conditions: readonly Bool[], lemmas: readonly Bool[] = []): Promise<Answer> {
    // Fewer conditions and freer products first: what cannot hold then cannot hold at all.
    const [goal, ...facts] = assume(conditions, lemmas)
    for (const part of partsOf(goal, facts)) {
      if (isFalse(part)) return { kind: 'no' }
      const [near, far] = [closest([part, ...facts]), relevant([part, ...facts])]
      for (const chosen of near.length < far.length ? [near, far] : [far]) {
        const answer = await askCases(chosen, conditions, performance.now() + limitMs)
        if (answer.kind === 'no' || answer.kind === 'yes') return answer
      }
    }
    const free = { chosen: relevant(conditions), areProductsFree: true, limitMs }
    const answer = await attempt(free, conditions)
    if (answer.kind === 'no' || answer.kind === 'yes') return answer
    return attempt({ chosen: conditions, areProductsFree: false, limitMs }, conditions)
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

/** Each part of what is asked, those of few variables first, and then all of it. One that cannot hold is enough. */
function partsOf(goal: Bool | undefined, facts: readonly Bool[]): Bool[] {
  if (!goal) return []
  if (goal.op !== 'all' || facts.length === 0) return [goal]
  const parts = goal.args as readonly Bool[]
  return [...parts.toSorted((a, b) => variablesOf(a).size - variablesOf(b).size), goal]
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
