import { describe, expect, test } from 'vitest'
import {
  type ConditionName,
  conditionNames,
  createConditions,
} from '../../../bot/health/conditions.ts'
import type { Condition } from '../../../bot/health/keepConditions.ts'

function create() {
  let nowMs = 0
  const alarms: Pick<Condition<ConditionName>, 'name' | 'isAlarm'>[] = []
  const conditions = createConditions({
    alarmAfterMs: 60_000,
    now: () => nowMs,
    onAlarm: ({ name, isAlarm }) => alarms.push({ name, isAlarm }),
  })
  const at = (ms: number) => {
    nowMs = ms
    return conditions
  }
  return { conditions, alarms, at }
}

describe('createConditions', () => {
  test('default: nothing is wrong, and a replica is ready', () => {
    const { conditions } = create()
    expect(conditions.isReady()).toBe(true)
    expect(conditions.list().map(({ name }) => name)).toEqual(conditionNames)
    expect(conditions.list().every(({ problem }) => problem === undefined)).toBe(true)
  })

  test('behavior: the text of a node or a peer about a problem goes through showText', () => {
    const { conditions } = create()
    conditions.set('index', 'says\x1b[8m \u202e')
    const [problem] = conditions.list().flatMap((one) => one.problem ?? [])
    expect(problem).toBe('says\\x1b[8m \\u{202e}')
  })

  test('behavior: a lasting problem becomes one alarm, which ends with the problem', () => {
    const { alarms, at } = create()
    at(0).set('index', 'stands still')
    at(59_999).review()
    expect(alarms).toEqual([])
    at(60_000).review()
    at(90_000).review()
    expect(alarms).toEqual([{ name: 'index', isAlarm: true }])
    at(91_000).set('index', undefined)
    at(91_000).review()
    expect(alarms.at(-1)).toEqual({ name: 'index', isAlarm: false })
    expect(alarms).toHaveLength(2)
  })

  test('behavior: a problem that comes and goes does not count as lasting', () => {
    const { alarms, at } = create()
    for (let ms = 0; ms < 600_000; ms += 30_000) {
      at(ms).set('chain', 'hangs')
      at(ms + 20_000).set('chain', undefined)
      at(ms + 20_000).review()
    }
    expect(alarms).toEqual([])
  })

  test('behavior: other words for one problem do not begin it again', () => {
    const { alarms, at } = create()
    at(0).set('index', '3 blocks behind')
    at(40_000).set('index', '9 blocks behind')
    at(60_000).review()
    expect(alarms).toEqual([{ name: 'index', isAlarm: true }])
  })

  test('behavior: a market without a problem does not end the problem of another', () => {
    const { conditions, alarms, at } = create()
    for (let ms = 0; ms <= 60_000; ms += 1_000) {
      at(ms).set('age', 'a is old', 'a')
      at(ms).set('age', undefined, 'b')
      at(ms).review()
    }
    expect(alarms).toEqual([{ name: 'age', isAlarm: true }])
    conditions.set('age', 'b is old', 'b')
    conditions.set('age', undefined, 'a')
    const problems = () => conditions.list().find(({ name }) => name === 'age')?.problem
    expect(problems()).toBe('b is old')
    conditions.set('age', undefined, 'b')
    expect(problems()).toBeUndefined()
  })

  test.each(conditionNames)(
    'behavior: %s decides whether a replica is ready, or only raises the alarm',
    (name) => {
      const { conditions } = create()
      conditions.set(name, 'wrong')
      // Others may do better at gathering signatures and sending; what it says is still true.
      expect(conditions.isReady()).toBe(['quorum', 'submission', 'age', 'prices'].includes(name))
    },
  )
})
