import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { computeStartFigures } from '../../../market/files/computeStartFigures.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { importMarket } from '../../../market/import/importMarket.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { findFormat, recordedFile } from '../support/recordedFile.ts'

async function importHours() {
  const { market } = await importMarket(join(makeFolder(), 'hours'), {
    format: findFormat('pool-hours'),
    files: [recordedFile('poolHours')],
    feePips: 3_000n,
    write: 'csv',
    facts: { chain: {}, venue: { asset: 'WETH' }, assumptions: [] },
  })
  return market
}

describe('computeStartFigures', () => {
  test('default: of hours, the mean of squared returns a year and of the depths, while the record is short', async () => {
    const market = await importHours()
    const result = await computeStartFigures(market, { segmentOffsetSec: 7 })
    expect(result).toMatchObject({ steps: 12, start: { segmentOffsetSec: 7 } })
    const lines = readFileSync(recordedFile('poolHours'), 'utf8').trimEnd().split('\n').slice(1)
    const hours = lines.map((line) => line.split(',').map(Number))
    const closes = hours.map((cells) => cells[4] ?? Number.NaN)
    const squares = closes
      .slice(1)
      .map((close, index) => Math.log(close / (closes[index] ?? 1)) ** 2)
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length
    // Prices become ticks, which moves a return by up to 1e-4.
    const variance = mean(squares) * 8_766
    expect(Number(result.start.startVarianceWad) / 1e18 / variance).toBeCloseTo(1, 1)
    // 30 segments an hour, and one of the first row.
    const depths = hours.map(
      (cells, index) => (cells[1] ?? 0) * Math.sqrt((closes[index] ?? 0) / 1e12),
    )
    const depth = ((depths[0] ?? 0) + 30 * 11 * mean(depths.slice(1))) / (1 + 30 * 11)
    expect(Number(result.start.startDepthRefUsd6) / depth).toBeCloseTo(1, 3)
  })

  test("behavior: the market's own start figures do not enter, nor what is known later", async () => {
    const market = await openMarket('ethereum-2022-05-12')
    const untilAt = Date.parse('2022-05-12T08:00Z') / 1_000
    const first = await computeStartFigures(market, { segmentOffsetSec: 0, untilAt })
    const start = { ...market.manifest.start, startVarianceWad: 5n, startDepthRefUsd6: 5n }
    const changed = { ...market, manifest: { ...market.manifest, start } }
    expect(await computeStartFigures(changed, { segmentOffsetSec: 0, untilAt })).toEqual(first)
    expect(first.toAt).toBeLessThanOrEqual(untilAt)
    expect(first.toAt).toBeGreaterThan(untilAt - 180)
  })

  test('error: nothing is observed yet', async () => {
    const market = await importHours()
    const untilAt = Date.parse('2022-04-25T01:00Z') / 1_000
    const early = computeStartFigures(market, { segmentOffsetSec: 0, untilAt })
    await expect(early).rejects.toThrow(/has no observation up to this time: .* give a later --at/)
  })
})
