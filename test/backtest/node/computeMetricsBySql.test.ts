import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeMetrics } from '../../../backtest/metrics/computeMetrics.ts'
import { computeMetricsBySql } from '../../../backtest/node/computeMetricsBySql.ts'
import { writeResultFolder, writeResultTables } from '../../../backtest/node/writeResultTables.ts'
import { arbitraryRun } from '../support/arbitraryRun.ts'
import { createDay, createLosses, createRun } from '../support/createRun.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gimbal-metrics'"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('computeMetricsBySql', () => {
  test('P-113 random runs have the metrics of TypeScript, to the last unit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arbitraryRun, { minLength: 1, maxLength: 4, selector: (run) => run.ruleId }),
        async (runs) => {
          await writeResultTables(folder, runs)
          const rows = await computeMetricsBySql(folder)
          expect(rows).toHaveLength(runs.length)
          for (const { ruleId, metrics, unbalancedDays, brokenDays } of rows) {
            const run = runs.find((own) => own.ruleId === ruleId)
            expect(metrics).toEqual(run && computeMetrics(run))
            expect([unbalancedDays, brokenDays]).toEqual([0, 0])
          }
        },
      ),
      { numRuns: 60, endOnFailure: true },
    )
  })

  test('behavior: runs, markets and rules of many machines, each split in parts of days', async () => {
    const shared = join(folder, 'shared')
    const whole = createLosses(
      'in-force',
      [5, 7, 0, 9, 11, 2].map((loss) => loss * 1_000_001),
    )
    const parts = [whole.days.slice(0, 2), whole.days.slice(2, 3), whole.days.slice(3)]
    for (const days of parts) {
      await writeResultFolder({ folder: shared, run: '0x01', market: 'a' }, { ...whole, days })
    }
    const other = createLosses('hold', [1_000_000])
    await writeResultFolder({ folder: shared, run: '0x02', market: 'b' }, other)
    const rows = await computeMetricsBySql(shared)
    expect(rows).toMatchObject([
      { run: '0x01', market: 'a', ruleId: 'in-force', metrics: computeMetrics(whole) },
      { run: '0x02', market: 'b', ruleId: 'hold', metrics: computeMetrics(other) },
    ])
  })

  test('behavior: days that do not add up or follow one another are counted', async () => {
    const days = [
      createDay(0, { navEndUsd6: 1_000_000_000_005 }),
      createDay(1, { navStartUsd6: 1_000_000_000_004, navEndUsd6: 1_000_000_000_004 }),
    ]
    await writeResultTables(folder, [createRun('hold', days)])
    const [row] = await computeMetricsBySql(folder)
    expect(row).toMatchObject({ unbalancedDays: 1, brokenDays: 1 })
  })

  test('behavior: a rule without a net value is left out', async () => {
    const broke = createRun('hold', [createDay(0, { navSecondsUsd6: 0 })])
    await writeResultTables(folder, [broke, createLosses('band-1', [1])])
    expect((await computeMetricsBySql(folder)).map(({ ruleId }) => ruleId)).toEqual(['band-1'])
  })
})
