import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeMetrics } from '../../../backtest/metrics/computeMetrics.ts'
import { computeMetricsBySql } from '../../../backtest/node/computeMetricsBySql.ts'
import { createStepsFile } from '../../../backtest/node/createStepsFile.ts'
import { writeResultTables } from '../../../backtest/node/writeResultTables.ts'
import { runBacktest } from '../../../backtest/runBacktest.ts'
import { createPolicyRule } from '../../../strategy/rules/policy.ts'
import { createRule } from '../../../strategy/rules/standardRules.ts'
import { Random } from '../../generators/random.ts'
import { createSettings, defaultFill } from '../support/defaultRun.ts'
import { cut, makeSteps, START_AT } from '../support/makeSteps.ts'
import { calm, localVersion } from '../support/policyVersion.ts'
import { queryParquet } from '../support/queryParquet.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-agree-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Four days by five minutes, with a fall in the second. */
function makeMarket() {
  const random = new Random(5)
  let price = 2_000e6
  const at = Array.from({ length: 1_152 }, (_, index) => START_AT + 300 * index)
  const priceUsd6 = at.map((_, index) => {
    const fall = index > 300 && index < 400 ? 0.002 : 0
    price = Math.round(price * (1 - fall + 0.004 * (random.unit() - 0.5)))
    return price
  })
  const observations = at
    .filter((_, index) => index % 12 === 0)
    .map((time) => ({ at: time, observation: calm }))
  return makeSteps({ at, priceUsd6, observations })
}

describe('the tables of a run', () => {
  test('P-118 steps, days and metrics of the simulator agree to the unit', async () => {
    const rules = [
      { rule: createRule('hold', defaultFill) },
      { rule: createRule('band-1', defaultFill) },
      { rule: createPolicyRule('in-force', 'in force'), version: localVersion },
    ]
    const sink = await createStepsFile(join(folder, 'steps.parquet'))
    const runs = await runBacktest(createSettings({ rules }), cut(makeMarket(), 100), { sink })
    await sink.close()
    await writeResultTables(folder, runs)

    const metrics = await computeMetricsBySql(folder)
    expect(metrics.map((row) => row.ruleId)).toEqual(['band-1', 'hold', 'in-force'])
    for (const { ruleId, metrics: own, unbalancedDays, brokenDays } of metrics) {
      const run = runs.find((of) => of.ruleId === ruleId)
      expect(own).toEqual(run && computeMetrics(run))
      expect([unbalancedDays, brokenDays]).toEqual([0, 0])
    }
    // The same sums, and the drawdown by a window, over the steps.
    const steps = await queryParquet(`
      WITH starts AS (
        SELECT ruleId, MIN_BY(navStartUsd6, dayAt) AS startUsd6 FROM '${folder}/days.parquet' GROUP BY ruleId),
      peaks AS (
        SELECT steps.*, GREATEST(startUsd6, MAX(navUsd6) OVER (PARTITION BY ruleId ORDER BY "at")) AS peakUsd6
        FROM '${folder}/steps.parquet' AS steps INNER JOIN starts USING (ruleId))
      SELECT ruleId, COUNT(*) AS steps, SUM(feeUsd6 + impactUsd6 + gasUsd6) AS costUsd6, SUM(riskUsd6) AS riskUsd6,
        SUM(ABS(amountUsd6)) AS turnoverUsd6, CAST(ROUND(MAX((peakUsd6 - navUsd6) / peakUsd6) * 1e6) AS BIGINT) AS drawdownPips,
        MAX_BY(navUsd6, "at") AS navEndUsd6, COUNT(bandPips) AS valued
      FROM peaks GROUP BY ruleId ORDER BY ruleId`)
    const expected = runs
      .map((run) => {
        const sum = (figure: (day: (typeof run.days)[number]) => number) =>
          BigInt(run.days.reduce((total, day) => total + figure(day), 0))
        const count = sum((day) => day.steps)
        return {
          ruleId: run.ruleId,
          steps: count,
          costUsd6: sum(({ ledger }) => -(ledger.fee + ledger.impact + ledger.gas)),
          riskUsd6: sum((day) => day.riskUsd6),
          turnoverUsd6: sum((day) => day.turnoverUsd6),
          drawdownPips: BigInt(Math.round(run.worstDrawdownPips)),
          navEndUsd6: BigInt(run.days.at(-1)?.navEndUsd6 ?? 0),
          valued: run.kind === 'policy' ? count : 0n,
        }
      })
      .sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1))
    expect(steps).toEqual(expected)
    expect(runs[1]?.trades.length).toBeGreaterThan(2)
  })
})
