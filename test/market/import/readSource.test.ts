import { describe, expect, test } from 'vitest'
import { readSource, type SourceTable } from '../../../market/import/readSource.ts'
import { openTimeZone } from '../../../market/import/timeZone.ts'
import { computeTickPriceUsd6 } from '../../../market/ticks.ts'
import { changeRecorded, findFormat, readRecorded, writeLines } from '../support/recordedFile.ts'

const utc = (text: string) => Date.parse(`${text}Z`) / 1_000

/** The one table of a file. */
function readOne(...args: Parameters<typeof readRecorded>): SourceTable {
  const [table, ...rest] = readRecorded(...args)
  expect(rest).toEqual([])
  return table as SourceTable
}

describe('readSource', () => {
  test('default: headers with implied fullness; the last block, whose fullness nobody knows, is left out', () => {
    const { kind, stepSec, rows } = readOne('blocks', 'blocks-overTarget')
    expect({ kind, stepSec, count: rows.length }).toEqual({ kind: 'block', count: 40 })
    expect(rows[0]).toEqual({
      at: 1_652_322_208,
      line: 2,
      values: { number: 14_758_520n, baseFeePerGas: 86_227_173_334n, gasUsedRatioPips: 999_780n },
    })
    const file = changeRecorded('blocks-overTarget', 41, (cells) => cells.with(3, ''))
    expect(readSource({ format: findFormat('blocks'), file })[0]?.rows).toHaveLength(39)
  })

  test('default: full headers', () => {
    const { rows } = readOne('blocks', 'blocks-headers')
    expect(rows[0]?.values).toEqual({
      number: 24_337_593n,
      baseFeePerGas: 50_665_748n,
      gasUsedRatioPips: 994_521n,
    })
  })

  test('default: pool minutes are known at their end', () => {
    const { kind, stepSec, rows } = readOne('pool-minutes', 'poolMinutes-minted')
    expect({ kind, stepSec }).toEqual({ kind: 'pool', stepSec: 60 })
    expect(rows[0]?.at).toBe(utc('2024-01-05T06:01:00'))
    expect(
      Object.keys(rows[0]?.values ?? {})
        .toSorted()
        .join(),
    ).toBe('closeTick,highestTick,inAmount0,inAmount1,liquidity,lowestTick,openTick')
  })

  test('default: pool events give the minutes that were made of them, but for liquidity that was burned again', () => {
    const minutes = readOne('pool-minutes', 'poolMinutes-minted').rows
    const { stepSec, rows } = readOne('pool-events', 'poolEvents-minted')
    expect(stepSec).toBe(60)
    const first = minutes.findIndex(({ at }) => at === rows[0]?.at)
    const different = rows.flatMap(({ at, values }, index) => {
      const own = minutes[first + index]
      expect(own?.at).toBe(at)
      const names = Object.keys(values).filter((name) => values[name] !== own?.values[name])
      return names.length === 0 ? [] : [{ at, names }]
    })
    // Minted for one trade at 06:07:47, and burned in the same block: the file of minutes has it as the liquidity at the end.
    expect(different).toEqual([{ at: utc('2024-01-05T06:08:00'), names: ['liquidity'] }])
  })

  test('default: pool hours, with ticks of prices and amounts of the fee growth', () => {
    const { kind, stepSec, rows } = readOne('pool-hours', 'poolHours', { feePips: 3_000n })
    expect({ kind, stepSec }).toEqual({ kind: 'pool', stepSec: 3_600 })
    expect(rows[0]?.at).toBe(utc('2022-04-25T01:00:00'))
    const { closeTick = 0n, lowestTick = 0n, highestTick = 0n, liquidity } = rows[0]?.values ?? {}
    const price = Number(computeTickPriceUsd6(closeTick)) / 1e6
    expect(Math.abs(price / 2_860.232078 - 1)).toBeLessThan(1e-4)
    expect(lowestTick).toBeLessThan(highestTick)
    expect(liquidity).toBe(10_844_407_250_230_467_000n)
    expect(rows[1]?.values.openTick).toBe(closeTick)
    // What a unit of liquidity earned, of a fee of 0.3 %.
    const earned = (1.9934003325098603e33 - 1.9933190576377859e33) / 2 ** 128
    const dollars = (earned * 10_845_932_941_676_634_000) / 0.003 / 1e6
    expect(Number(rows[1]?.values.inAmount0) / 1e6 / dollars).toBeCloseTo(1, 6)
    expect(() => readRecorded('pool-hours', 'poolHours')).toThrow(/give --fee, as 0.3%/)
  })

  test('default: bars of an exchange are known at their end', () => {
    const { kind, stepSec, rows } = readOne('exchange', 'exchange')
    expect({ kind, stepSec, count: rows.length }).toEqual({ kind: 'price', stepSec: 60, count: 60 })
    expect(rows[0]?.at).toBe(1_652_338_860)
    expect(rows[0]?.values.priceUsd6).toBeGreaterThan(1_700_000_000n)
  })

  test('default: spot and perpetual of a bar in one row at its end, funding when the bar opens', () => {
    const options = { picks: { venue: 'okx', asset: 'ETH' }, zone: openTimeZone('Europe/London') }
    const [price, funding] = readRecorded('spot-perp-funding', 'spotPerpFunding-autumn', options)
    expect([price?.kind, price?.stepSec, price?.rows.length]).toEqual(['price', 28_800, 15])
    expect([funding?.kind, funding?.stepSec, funding?.rows.length]).toEqual(['funding', 28_800, 15])
    expect(price?.rows[0]?.at).toBe(utc('2023-10-27T08:00:00'))
    expect(funding?.rows[0]?.at).toBe(utc('2023-10-27T00:00:00'))
    expect(price?.rows[0]?.values).toMatchObject({ perpPriceUsd6: expect.any(BigInt) })
    // The step of 7 h is gone.
    for (const { rows } of [price, funding].filter((table) => table !== undefined)) {
      const steps = rows.slice(1).map(({ at }, index) => at - (rows[index]?.at ?? 0))
      expect(new Set(steps)).toEqual(new Set([28_800]))
    }
  })

  test('default: funding, by the hour and every 8 h', () => {
    const hourly = readOne('funding', 'funding-hourly', { picks: { asset: 'eth' } })
    expect([hourly.stepSec, hourly.rows.length]).toEqual([3_600, 12])
    expect(hourly.rows[0]?.at).toBe(utc('2021-12-31T21:00:00'))
    expect(hourly.rows[0]?.values).toEqual({ fundingPips9: 25_288n })
    const eight = readOne('funding', 'funding-8h', { picks: { asset: 'ETH', venue: 'Binance' } })
    expect([eight.stepSec, eight.rows.length]).toEqual([28_800, 9])
  })

  test('default: gas by the minute in gwei, by the day in wei, with the price', () => {
    const minutes = readOne('gas-minutes', 'gasMinutes')
    expect([minutes.kind, minutes.stepSec, minutes.rows.length]).toEqual(['gas', 60, 40])
    const [gas, price] = readRecorded('gas-days', 'gasDays')
    expect(gas?.rows[0]?.at).toBe(utc('2015-08-08T00:00:00'))
    expect(gas?.rows[0]?.values).toEqual({ baseFeePerGas: 604_684_154_870n })
    expect(price?.rows[0]?.values).toEqual({ priceUsd6: 2_770_000n })
  })

  test('default: option quotes; an empty bid is 0', () => {
    const { kind, stepSec, rows } = readOne('option-chain', 'optionChain')
    expect({ kind, stepSec }).toEqual({ kind: 'option' })
    expect(rows.at(-1)?.values).toEqual({
      expiryAt: BigInt(utc('2026-06-26T08:00:00')),
      isCall: 1n,
      strikeUsd6: 4_500_000_000n,
      forwardUsd6: 3_075_300_000n,
      markVolatilityPips: 605_100n,
      bidPips9: 42_000_000n,
      askPips9: 43_000_000n,
      markPips9: 42_611_000n,
      deltaPips: 223_210n,
      openInterestE3: 1_996_000n,
    })
    expect(rows.some(({ values }) => values.bidPips9 === 0n)).toBe(true)
  })

  test('default: an index of volatility in percent becomes a variance', () => {
    const { kind, rows } = readOne('volatility', 'volatility')
    expect(kind).toBe('volatility')
    expect(rows[0]?.at).toBe(utc('2024-03-21T01:00:00'))
    expect(rows[0]?.values).toEqual({ impliedVarianceWad: 602_020_810_000_000_000n })
  })

  test('behavior: events without times take those of a file of headers', () => {
    const headers = ['number,timestamp']
    for (let number = 17_686_540; number < 17_686_800; number += 1) {
      headers.push(`${number},${1_689_206_400 + (number - 17_686_540) * 12}`)
    }
    const blocksFile = writeLines(headers)
    const { rows } = readOne('pool-events', 'poolEvents-noTimes', { blocksFile })
    expect(rows[0]?.at).toBe(1_689_206_460)
    expect(() => readRecorded('pool-events', 'poolEvents-noTimes')).toThrow(
      /has block numbers and no times; give --blocks FILE, a file with the number and the timestamp/,
    )
    const short = writeLines(headers.slice(0, 2))
    expect(() => readRecorded('pool-events', 'poolEvents-noTimes', { blocksFile: short })).toThrow(
      /field block_number: is 17686542; allowed is a block that .*figures.csv has/,
    )
  })
})
