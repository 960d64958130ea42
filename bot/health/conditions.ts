import { showText } from '../../core/index.ts'

/**
 * The conditions that can be wrong with a replica. A replica may be ready although some of them are wrong.
 *
 * chain: no endpoint can be used. index: the subgraph does not answer, or stands still. contradiction: two sources
 * disagree about the chain. core: the algorithm here is not the one that was voted. role: the key is no reporter's.
 * balance: the account is low. quorum: too few sign. submission: a push cannot be sent, or is not taken.
 * age: the value in force is older than its heartbeat allows. loop: something unforeseen.
 */
export const conditionNames = [
  ...(['chain', 'index', 'contradiction', 'core', 'role'] as const),
  ...(['balance', 'quorum', 'submission', 'age', 'loop'] as const),
]
export type ConditionName = (typeof conditionNames)[number]

/** Conditions without which a replica cannot work. The others raise alarms only: another replica may still push. */
const needed: readonly ConditionName[] = [
  ...(['chain', 'index', 'contradiction', 'core', 'role', 'balance', 'loop'] as const),
]

export interface Condition {
  name: ConditionName
  /** The problem in words; undefined if there is none. */
  problem: string | undefined
  /** When the problem began, milliseconds of the clock that is handed in. */
  sinceMs: number
  /** Whether the problem has lasted for longer than the alarm allows. */
  isAlarm: boolean
}

export interface Conditions {
  /**
   * Notes a problem, or by `undefined` that there is none. Its text is kept as `showText` shows it.
   *
   * @param subject - The thing with the problem, such as a market: the condition ends when no subject has a problem.
   */
  set(name: ConditionName, problem: string | undefined, subject?: string): void
  /** Raises alarms for problems that have lasted, and ends those of problems that are over. Call it often. */
  review(): void
  list(): Condition[]
  /** Whether nothing that is needed is wrong. */
  isReady(): boolean
}

interface ConditionsOptions {
  /** How long a problem may last before it is an alarm, milliseconds. */
  alarmAfterMs: number
  /** A clock that never goes back, milliseconds. */
  now(): number
  /** Told when an alarm is raised, and when it ends. */
  onAlarm(condition: Condition): void
}

/** Keeps account of what is wrong, and for how long. */
export function createConditions({ alarmAfterMs, now, onAlarm }: ConditionsOptions): Conditions {
  const byName = new Map<ConditionName, Condition>(
    conditionNames.map((name) => [
      name,
      { name, problem: undefined, sinceMs: now(), isAlarm: false },
    ]),
  )
  const bySubject = new Map(conditionNames.map((name) => [name, new Map<string, string>()]))
  const change = (condition: Condition, isAlarm: boolean) => {
    const changed = { ...condition, isAlarm }
    byName.set(condition.name, changed)
    onAlarm(changed)
  }
  return {
    set(name, problem, subject = '') {
      const problems = bySubject.get(name) as Map<string, string>
      if (problem === undefined) problems.delete(subject)
      else problems.set(subject, showText(problem))
      const [first] = problems.values()
      const condition = byName.get(name) as Condition
      const isNew = (first === undefined) !== (condition.problem === undefined)
      const sinceMs = isNew ? now() : condition.sinceMs
      byName.set(name, { ...condition, problem: first, sinceMs })
    },
    review() {
      for (const condition of byName.values()) {
        const { problem, sinceMs, isAlarm } = condition
        if (problem === undefined && isAlarm) change(condition, false)
        if (problem !== undefined && !isAlarm && now() - sinceMs >= alarmAfterMs) {
          change(condition, true)
        }
      }
    },
    list: () => [...byName.values()],
    isReady: () => needed.every((name) => byName.get(name)?.problem === undefined),
  }
}
