import { showText } from '../../core/index.ts'

/**
 * What can be wrong with a replica, and whether it is ready all the same.
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

/** What a replica cannot work without. The others are alarms only: another replica may do better. */
const needed: readonly ConditionName[] = [
  ...(['chain', 'index', 'contradiction', 'core', 'role', 'balance', 'loop'] as const),
]

export interface Condition {
  name: ConditionName
  /** In words; none: all is well. */
  problem: string | undefined
  /** When the problem began, milliseconds of the clock that is handed in. */
  sinceMs: number
  /** It has lasted for too long. */
  isAlarm: boolean
}

export interface Conditions {
  /**
   * Notes a problem, or by `undefined` that there is none. Its text is kept as `showText` shows it.
   *
   * @param subject - What has it, such as a market: all is well once it is with each of them.
   */
  set(name: ConditionName, problem: string | undefined, subject?: string): void
  /** Raises the alarm of what has lasted, and ends that of what is over. To be called often. */
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
