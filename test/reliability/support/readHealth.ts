import type { ConditionName } from '../../../bot/health/conditions.ts'
import type { TestReplica } from './replicaStack.ts'
import { until } from './until.ts'

/** A replica's answers at `/ready` and `/metrics`. */
export interface Health {
  isReady: boolean
  /** What is wrong, in words. */
  problems: Partial<Record<ConditionName, string>>
  /** What `/ready` and `/metrics` both call an alarm. */
  alarms: ConditionName[]
  /** A figure of `/metrics`, by its name with labels; 0 if there is none. */
  getFigure(name: string): number
}

export async function readHealth({ bot }: TestReplica): Promise<Health> {
  const [ready, text] = await Promise.all([
    fetch(`${bot.url}/ready`).then((response) => response.json()),
    fetch(`${bot.url}/metrics`).then((response) => response.text()),
  ])
  const { isReady, conditions } = ready as {
    isReady: boolean
    conditions: { name: ConditionName; problem: string; isAlarm: boolean }[]
  }
  const getFigure = (name: string) => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    return Number(line?.slice(name.length) ?? 0)
  }
  return {
    isReady,
    problems: Object.fromEntries(conditions.map(({ name, problem }) => [name, problem])),
    alarms: conditions
      .filter(({ name, isAlarm }) => isAlarm && getFigure(`gimbal_alarm{name="${name}"}`) === 1)
      .map(({ name }) => name),
    getFigure,
  }
}

/** Waits for a replica's alarm. Returns the problem in words. */
export function waitForAlarm(
  replica: TestReplica,
  name: ConditionName,
  timeoutMs?: number,
): Promise<string> {
  const ask = async () => {
    const { alarms, problems } = await readHealth(replica)
    return alarms.includes(name) ? problems[name] : undefined
  }
  return until(`the alarm ${name}`, ask, timeoutMs)
}

/** Waits until a replica says that all is well. */
export async function waitUntilWell(replica: TestReplica, timeoutMs?: number): Promise<void> {
  let last = ''
  const ask = async () => {
    const { isReady, problems } = await readHealth(replica)
    last = JSON.stringify(problems)
    return isReady && last === '{}' ? true : undefined
  }
  await until('nothing wrong any more', ask, timeoutMs).catch((error: Error) => {
    throw new Error(`${error.message}: ${last}`, { cause: error })
  })
}
