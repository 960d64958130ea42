import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeResultFolder, writeResultTables } from '../../../backtest/node/writeResultTables.ts'
import { createDay, createRun, MONDAY_AT } from '../support/createRun.ts'
import { queryParquet } from '../support/queryParquet.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-tables-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const trade = {
  at: MONDAY_AT + 60,
  ruleId: 'band-1',
  amountUsd6: -5_000_000_000,
  priceUsd6: 2_102_120_000,
  feeUsd6: 15_000_000,
  impactUsd6: 7,
  gasUsd6: 60_000_001,
  driftPips: 10_000.4,
  isUrgent: false,
}
const day = createDay(0, {
  navSecondsUsd6: 1e9 * 1e6 * 86_400,
  driftSquareSec: 0.25,
  highestGasUsd6: Number.NaN,
  lowestDepthUsd6: Number.POSITIVE_INFINITY,
})
const run = createRun('band-1', [day], { trades: [trade], pushes: 3 })

describe('writeResultTables', () => {
  test('default: days, rules and trades, sums of money times time as decimals', async () => {
    await writeResultTables(folder, [run])
    const days = await queryParquet(`
      SELECT *, CAST(navSecondsUsd6 AS VARCHAR) AS navSeconds, typeof(navSecondsUsd6) AS type
      FROM '${join(folder, 'days.parquet')}'`)
    expect(days).toMatchObject([
      {
        dayAt: BigInt(MONDAY_AT),
        ruleId: 'band-1',
        elapsedSec: 86_400n,
        navSeconds: '86400000000000000000',
        type: 'DECIMAL(38,0)',
        highestGasUsd6: null,
        lowestDepthUsd6: null,
      },
    ])
    const rules = await queryParquet(`SELECT * FROM '${join(folder, 'rules.parquet')}'`)
    expect(rules).toMatchObject([{ ruleId: 'band-1', kind: 'plain', pushes: 3n }])
    expect(await readFile(join(folder, 'trades.csv'), 'utf8')).toBe(
      'at,ruleId,amountUsd6,priceUsd6,feeUsd6,impactUsd6,gasUsd6,driftPips,isUrgent\n' +
        '1652054460,band-1,-5000000000,2102120000,15000000,7,60000001,10000,false\n',
    )
  })

  test('behavior: a folder of many machines holds trades as Parquet, and nothing of an empty run', async () => {
    const place = { folder: join(folder, 'shared'), run: '0x01', market: 'a' }
    await writeResultFolder(place, run)
    await writeResultFolder(place, createRun('hold', []))
    const trades = await queryParquet(`SELECT * FROM '${place.folder}/kind=trades/**/*.parquet'`)
    expect(trades).toMatchObject([{ rule: 'band-1', amountUsd6: -5_000_000_000n, isUrgent: false }])
    const rules = await queryParquet(`SELECT rule FROM '${place.folder}/kind=rules/**/*.parquet'`)
    expect(rules).toEqual([{ rule: 'band-1' }])
  })
})
