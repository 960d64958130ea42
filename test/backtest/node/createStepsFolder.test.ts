import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStepsFolder } from '../../../backtest/node/createStepsFolder.ts'
import { createStep } from '../support/createStep.ts'
import { queryParquet } from '../support/queryParquet.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-steps-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A hundred days of minutes, nine times in ten of one rule. */
async function write(place: { folder: string; run: string; market: string }, from = 0) {
  const table = createStepsFolder(place)
  for (let minute = from; minute < 144_000; minute++) {
    table.writeStep(createStep(minute, 'hold', { riskUsd6: minute }))
    if (minute % 9 === 0) table.writeStep(createStep(minute, 'band-1', { riskUsd6: -minute }))
    if (minute % 10_000 === 0) await table.flush()
  }
  await table.close()
}

describe('createStepsFolder', () => {
  test('default: a file per rule and stretch of whole days, in partitions that engines know', async () => {
    const place = { folder, run: '0x01', market: 'ethereum-2022-05-12' }
    await write(place)
    const files = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name))
    expect(files.sort()).toEqual([
      'kind=steps/run=0x01/market=ethereum-2022-05-12/rule=band-1/date=2022-05-09/part.parquet',
      'kind=steps/run=0x01/market=ethereum-2022-05-12/rule=hold/date=2022-05-09/part.parquet',
      // 46 days are the first that come to 65,536 minutes.
      'kind=steps/run=0x01/market=ethereum-2022-05-12/rule=hold/date=2022-06-24/part.parquet',
      'kind=steps/run=0x01/market=ethereum-2022-05-12/rule=hold/date=2022-08-09/part.parquet',
    ])
    const rows = await queryParquet(`
      SELECT rule, CAST(date AS VARCHAR) AS date, COUNT(*) AS count, SUM(riskUsd6) AS risk
      FROM read_parquet('${folder}/**/*.parquet', hive_partitioning = true)
      GROUP BY ALL ORDER BY ALL`)
    const sum = (from: number, to: number) => BigInt(((to - from) * (from + to - 1)) / 2)
    expect(rows).toEqual([
      { rule: 'band-1', date: '2022-05-09', count: 16_000n, risk: -9n * sum(0, 16_000) },
      { rule: 'hold', date: '2022-05-09', count: 66_240n, risk: sum(0, 66_240) },
      { rule: 'hold', date: '2022-06-24', count: 66_240n, risk: sum(66_240, 132_480) },
      { rule: 'hold', date: '2022-08-09', count: 11_520n, risk: sum(132_480, 144_000) },
    ])
  })

  test('behavior: what is written again replaces itself, what is thrown away leaves nothing', async () => {
    const place = { folder, run: '0x01', market: 'ethereum-2022-05-12' }
    const list = async () => (await readdir(folder, { recursive: true })).sort()
    const before = await list()
    const table = createStepsFolder(place)
    table.writeStep(createStep(0, 'hold'))
    await table.flush()
    expect(await list()).toHaveLength(before.length + 1)
    await table.discard()
    expect(await list()).toEqual(before)
    await write(place, 143_000)
    await write(place)
    const rows = "rule IN ('hold', 'band-1') AND date <> DATE '2022-08-16'"
    const count = await queryParquet(
      `SELECT COUNT(*) AS count FROM read_parquet('${folder}/**/*.parquet', hive_partitioning = true) WHERE ${rows}`,
    )
    expect(count).toEqual([{ count: 160_000n }])
  })
})
