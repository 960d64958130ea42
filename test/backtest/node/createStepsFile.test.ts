import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStepsFile } from '../../../backtest/node/createStepsFile.ts'
import { TableValueError } from '../../../backtest/node/parquet/errors.ts'
import { MONDAY_AT } from '../support/createRun.ts'
import { createStep } from '../support/createStep.ts'
import { queryParquet } from '../support/queryParquet.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-steps-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('createStepsFile', () => {
  test('default: every figure comes back, negative ones and those at the edge of a double', async () => {
    const file = join(folder, 'steps.parquet')
    const table = await createStepsFile(file)
    const parameters = [1, 20_000, 1_099_511_627_775, 3_600, 65_535, 4_000_000, 7, 0]
    table.writeStep(createStep(0, 'hold', { exposureUsd6: -9_007_199_254_740_991 }))
    table.writeStep(createStep(0, 'proposal', { parameters, targetUsd6: 520_000_000_000 }))
    await table.flush()
    const costs = { amountUsd6: -5_000_000_001, feeUsd6: 1, impactUsd6: 2, gasUsd6: 3, riskUsd6: 4 }
    table.writeStep(createStep(1, 'hold', { navUsd6: 9_007_199_254_740_991, ...costs }))
    expect(await readdir(folder)).not.toContain('steps.parquet')
    await table.close()
    const rows = await queryParquet(`SELECT * FROM '${file}'`)
    expect(rows).toHaveLength(3)
    expect(rows[0]).toMatchObject({
      at: BigInt(MONDAY_AT + 60),
      ruleId: 'hold',
      exposureUsd6: -9_007_199_254_740_991n,
      bandPips: null,
    })
    expect(rows[1]).toMatchObject({
      driftPips: -20_000n,
      aggressivenessPips: 1n,
      bandPips: 20_000n,
      maxTradeUsd: 1_099_511_627_775n,
      returnPips: 0n,
    })
    expect(rows[2]).toMatchObject({
      navUsd6: 9_007_199_254_740_991n,
      amountUsd6: -5_000_000_001n,
      feeUsd6: 1n,
      impactUsd6: 2n,
      gasUsd6: 3n,
      riskUsd6: 4n,
    })
    const metadata = await queryParquet(
      `SELECT decode(value) AS unit FROM parquet_kv_metadata('${file}') WHERE decode(key) = 'column.navUsd6'`,
    )
    expect(metadata).toEqual([{ unit: 'Net value after the step (1e6 = $1)' }])
  })

  test('behavior: rows beyond a row group keep their order and lose nothing', async () => {
    const file = join(folder, 'many.parquet')
    const table = await createStepsFile(file)
    const count = 150_000
    for (let minute = 0; minute < count; minute++) {
      table.writeStep(createStep(minute, 'hold', { riskUsd6: minute }))
    }
    await table.close()
    const [row] = await queryParquet(`
      SELECT COUNT(*) AS rows, SUM(riskUsd6) AS risk, MAX(step) AS widest FROM (
        SELECT riskUsd6, "at" - LAG("at") OVER () AS step FROM '${file}')`)
    const risk = BigInt((count * (count - 1)) / 2)
    expect(row).toEqual({ rows: BigInt(count), risk, widest: 60n })
  })

  test('error: a figure that is no whole number below 2^53 is refused by its column', async () => {
    const table = await createStepsFile(join(folder, 'never.parquet'))
    const write = (navUsd6: number) => () => table.writeStep(createStep(0, 'hold', { navUsd6 }))
    expect(write(Number.NaN)).toThrow(TableValueError)
    expect(write(2 ** 53)).toThrow('Column navUsd6 cannot hold 9007199254740992')
    await table.discard()
    expect(await readdir(folder)).not.toContain('never.parquet')
  })
})
