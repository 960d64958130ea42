import { describe, expect, test } from 'vitest'
import { readForesight } from '../../backtest/foresight.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createSettings } from './support/defaultRun.ts'
import { cut, makeSteps, START_AT } from './support/makeSteps.ts'
import { calm, localVersion } from './support/policyVersion.ts'

const DAY_SEC = 86_400
/** Hours of three days: the price goes up and down by 1 %, 2 %, 3 %. */
const hours = Array.from({ length: 72 }, (_, hour) => hour)
const steps = makeSteps({
  at: hours.map((hour) => START_AT + 3_600 * hour),
  priceUsd6: hours.map((hour) => 1_000e6 * (1 + (hour % 2) * 0.01 * (1 + Math.floor(hour / 24)))),
  observations: hours.map((hour) => ({ at: START_AT + 3_600 * hour, observation: calm })),
})

describe('readForesight', () => {
  test('default: the variance of the day that begins', async () => {
    const foresight = await readForesight(cut(steps, 10))
    const square = (move: number) => Math.log(1 + move) ** 2 * 365.25 * 1e18
    const at = (sec: number) => Number(foresight.findVarianceWad(START_AT + sec))
    // The market's first hour has no move, and the last move of a day ends in the next one.
    const [first, second] = [23 * square(0.01), square(0.01) + 23 * square(0.02)]
    expect(at(0) / first).toBeCloseTo(1, 9)
    expect(at(DAY_SEC) / second).toBeCloseTo(1, 9)
    const half = (first + second) / 2
    expect(at(DAY_SEC / 2) / half).toBeCloseTo(1, 9)
  })

  test('behavior: nothing is known of a day without a next one', async () => {
    const foresight = await readForesight(cut(steps, 100))
    expect(foresight.findVarianceWad(START_AT + 2 * DAY_SEC)).toBeUndefined()
    expect(foresight.findVarianceWad(START_AT - 1)).toBeUndefined()
  })

  test('behavior: an oracle follows a value that is made of it, a policy rule does not', async () => {
    const version = { ...localVersion, maxAgeSec: 7_200n }
    const settings = createSettings({
      rules: [
        { rule: createPolicyRule('proposal', 'proposal'), version },
        { rule: createPolicyRule('oracle', 'oracle', 'oracle'), version },
      ],
    })
    const values = new Map<string, Set<string>>([
      ['proposal', new Set()],
      ['oracle', new Set()],
    ])
    const sink = {
      writeStep: ({
        ruleId,
        parameters,
      }: {
        ruleId: string
        parameters?: readonly number[] | undefined
      }) => void values.get(ruleId)?.add(String(parameters)),
      flush: async () => {},
    }
    const foresight = await readForesight(cut(steps, 10))
    await runBacktest(settings, cut(steps, 10), { foresight, sink })
    expect(values.get('oracle')).not.toEqual(values.get('proposal'))
  })

  test('error: an oracle without foresight', async () => {
    const rule = createPolicyRule('oracle', 'oracle', 'oracle')
    const settings = createSettings({ rules: [{ rule, version: localVersion }] })
    await expect(runBacktest(settings, cut(steps, 10))).rejects.toThrow(
      'foresight is missing; rule oracle has to know what comes',
    )
  })
})
