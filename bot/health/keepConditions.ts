import { showText } from '../../core/index.ts'

export interface Condition<Name extends string> {
  name: Name
  /** The problem in words; undefined if there is none. */
  problem: string | undefined
  /** When the problem began, milliseconds of the clock that is handed in. */
  sinceMs: number
  /** Whether the problem has lasted for longer than the alarm allows. */
  isAlarm: boolean
}

export interface Conditions<Name extends string> {
  /**
   * Notes a problem, or by `undefined` that there is none. Its text is kept as `showText` shows it.
   *
   * @param subject - The thing with the problem, such as a market: the condition ends when no subject has a problem.
   */
  set(name: Name, problem: string | undefined, subject?: string): void
  /** Raises alarms for problems that have lasted, and ends those of problems that are over. Call it often. */
  review(): void
  list(): Condition<Name>[]
  /** Whether nothing that is needed is wrong. */
  isReady(): boolean
}

export interface ConditionsOptions<Name extends string> {
  names: readonly Name[]
  /** Those without which the work cannot be done. The others raise alarms only. */
  needed: readonly Name[]
  /** Those whose problem is an alarm at once: it is noted only when it has lasted. */
  atOnce?: readonly Name[]
  /** How long a problem may last before it is an alarm, milliseconds. */
  alarmAfterMs: number
  /** A clock that never goes back, milliseconds. */
  now(): number
  /** Told when an alarm is raised, and when it ends. */
  onAlarm(condition: Condition<Name>): void
}

/** Keeps account of what is wrong, and for how long. */
export function keepConditions<const Name extends string>(
  options: ConditionsOptions<Name>,
): Conditions<Name> {
  const { names, needed, atOnce = [], alarmAfterMs, now, onAlarm } = options
  const byName = new Map<Name, Condition<Name>>(
    names.map((name) => [name, { name, problem: undefined, sinceMs: now(), isAlarm: false }]),
  )
  const bySubject = new Map(names.map((name) => [name, new Map<string, string>()]))
  const change = (condition: Condition<Name>, isAlarm: boolean) => {
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
      const condition = byName.get(name) as Condition<Name>
      const isNew = (first === undefined) !== (condition.problem === undefined)
      const sinceMs = isNew ? now() : condition.sinceMs
      byName.set(name, { ...condition, problem: first, sinceMs })
    },
    review() {
      for (const condition of byName.values()) {
        const { name, problem, sinceMs, isAlarm } = condition
        const lastsMs = atOnce.includes(name) ? 0 : alarmAfterMs
        if (problem === undefined && isAlarm) change(condition, false)
        if (problem !== undefined && !isAlarm && now() - sinceMs >= lastsMs) {
          change(condition, true)
        }
      }
    },
    list: () => [...byName.values()],
    isReady: () => needed.every((name) => byName.get(name)?.problem === undefined),
  }
}
