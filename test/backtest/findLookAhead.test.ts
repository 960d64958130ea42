import { describe, expect, test } from 'vitest'
import { findLookAhead, type PreparedRun } from '../../backtest/findLookAhead.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { StepRange, Steps } from '../../market/steps.ts'
import type { Rule } from '../../strategy/rule.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'
import { Random } from '../generators/random.ts'
import { createSettings } from './support/defaultRun.ts'
import { cut, makeSteps, START_AT } from './support/makeSteps.ts'
import { calm, localVersion } from './support/policyVersion.ts'

const random = new Random(7)
const prices = [2_000e6]
for (let index = 1; index < 600; index++) {
  prices.push(Math.round((prices.at(-1) as number) * (0.99 + 0.02 * random.unit())))
}
const observations = Array.from({ length: 290 }, (_, index) => ({
  at: START_AT + 120 * index + 71,
  observation: { ...calm, baseFeePerGas: BigInt(10e9 + random.below(50e9)) },
}))
const cutsAt = [6_000, 12_030, 18_300, 23_460, 30_000].map((sec) => START_AT + sec)

/** The market up to a time, as a reader of partitions gives it. */
function readUntil({ to = Number.POSITIVE_INFINITY }: StepRange): Steps {
  const count = Math.min(prices.length, Math.max(0, Math.ceil((to - START_AT) / 60)))
  return makeSteps({
    priceUsd6: prices.slice(0, count),
    observations: observations.filter(({ at }) => at < to),
  })
}

const honest = (): Rule[] =>
  ['hold', 'band-0.5', 'edge-0.5', 'clock-1h', 'sigma-1', 'whalley-wilmott'].map((id) =>
    createRule(id, { feePips: 500, riskAversionE4: 200_000 }),
  )

/** A rule that reads the price of the next row from the columns, and buys before it rises. */
function createPeekingRule(steps: Steps, kind: Rule['kind'] = 'plain'): Rule {
  return {
    id: 'peeking',
    title: 'knows the next row',
    kind,
    decide({ row }) {
      const next = steps.priceUsd6[steps.at.indexOf(row.at) + 1] ?? row.priceUsd6
      return next > row.priceUsd6 * 1.005 ? 1_000e6 : 0
    },
  }
}

function prepare(range: StepRange, rules: (steps: Steps) => Rule[]): PreparedRun {
  const steps = readUntil(range)
  const policy = { rule: createPolicyRule('proposal', 'the proposal'), version: localVersion }
  const settings = createSettings({ rules: [...rules(steps).map((rule) => ({ rule })), policy] })
  return { settings, steps: cut(steps, 64) }
}

describe('findLookAhead', () => {
  test('P-108 plain rules and the rule that follows parameters do not look ahead', async () => {
    expect(await findLookAhead((range) => prepare(range, honest), cutsAt)).toEqual([])
  })

  test('P-108 neither does the reader of a recorded market, whatever it makes of its rows', async () => {
    const market = await openMarket('ethereum-2022-05-12')
    const { firstAt } = market.manifest.partitions[0] as { firstAt: number }
    const read = (range: StepRange): PreparedRun => {
      const policy = { rule: createPolicyRule('proposal', 'the proposal'), version: localVersion }
      const rules = [...honest().map((rule) => ({ rule })), policy]
      return {
        settings: createSettings({ market, rules }),
        steps: diskReader.readSteps(market, range),
      }
    }
    const hours = [1, 3.21, 5.02, 7.7].map((hour) => firstAt + Math.round(3_600 * hour))
    expect(await findLookAhead(read, hours)).toEqual([])
  })

  test('behavior: a planted rule that peeks one row ahead is caught at its row', async () => {
    const peeking = (range: StepRange): PreparedRun =>
      prepare(range, (steps) => [...honest(), createPeekingRule(steps)])
    const risesAt = prices.flatMap((price, index) => {
      const isRise = (prices[index + 1] ?? 0) > price * 1.005
      return isRise && index > 0 ? [START_AT + 60 * (index + 1)] : []
    })
    const everyRise = risesAt.filter((at) => at < START_AT + 3_000)
    expect(everyRise.length).toBeGreaterThan(3)
    const found = await findLookAhead(peeking, everyRise)
    expect(found.map(({ ruleId, at, cutAt, field }) => ({ ruleId, at, cutAt, field }))).toEqual(
      everyRise.map((cutAt) => ({
        ruleId: 'peeking',
        at: cutAt - 60,
        cutAt,
        field: 'orderUsd6',
      })),
    )
  })

  test('behavior: a reader that gives a row what the next one brings is caught', async () => {
    const leaking = (range: StepRange): PreparedRun => {
      const { settings, steps } = prepare(range, () => [
        {
          id: 'volume',
          title: 'buys on volume',
          kind: 'plain',
          decide: ({ row }) => (row.volumeUsd6 > row.priceUsd6 ? 1_000e6 : 0),
        },
      ])
      const leak = async function* (): AsyncGenerator<Steps> {
        for await (const chunk of steps) yield { ...chunk, volumeUsd6: chunk.priceUsd6.subarray(1) }
      }
      return { settings, steps: leak() }
    }
    const everyRow = Array.from({ length: 20 }, (_, index) => START_AT + 60 * (index + 2))
    const found = await findLookAhead(leaking, everyRow)
    expect(new Set(found.map(({ ruleId }) => ruleId))).toEqual(new Set(['volume']))
  })

  test('behavior: an oracle may know what comes', async () => {
    const oracle = (range: StepRange): PreparedRun =>
      prepare(range, (steps) => [createPeekingRule(steps, 'oracle')])
    expect(await findLookAhead(oracle, cutsAt)).toEqual([])
  })
})
