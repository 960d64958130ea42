import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { makeYear } from '../../../bench/support/makeYear.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { Manifest, Market } from '../../../market/manifest.ts'
import { computeObservations } from '../../../market/recordingSegments.ts'
import type { StepRange, Steps, TimedMarketObservation } from '../../../market/steps.ts'
import { makeFolder } from '../support/makeFolder.ts'
import {
  about,
  type FolderFile,
  gasText,
  poolText,
  START_AT,
  writeFolder,
  writeLines,
} from '../support/writeFolder.ts'

type Column = Exclude<keyof Steps, 'count' | 'observations'>

interface Read {
  column(name: Column): number[]
  observations: TimedMarketObservation[]
  chunks: number[]
}

async function readAll(market: Market, range?: StepRange): Promise<Read> {
  const chunks: Steps[] = []
  // The columns are filled anew by the next chunk.
  for await (const steps of diskReader.readSteps(market, range)) chunks.push(structuredClone(steps))
  return {
    column: (name) => chunks.flatMap((steps) => [...steps[name]]),
    observations: chunks.flatMap(({ observations }) => observations),
    chunks: chunks.map(({ count }) => count),
  }
}

const read = async (files: readonly FolderFile[], change: Partial<Manifest> = {}, range = {}) =>
  readAll(await writeFolder(files, change), range)

const pool = (count: number, tickOf?: (minute: number) => number): FolderFile => {
  return { kind: 'pool', text: poolText(count, tickOf), stepSec: 60 }
}
const gas = (count: number, feeOf?: (minute: number) => number): FolderFile => {
  return { kind: 'gas', text: gasText(count, feeOf), stepSec: 60 }
}

/** The observations of the whole record, by the plain functions. */
async function observePlainly(market: Market) {
  const observations = computeObservations(await diskReader.readRecording(market), 1n)
  return observations.map(({ at, observation }) => {
    const { navUsd6: _nav, curvaturePips: _curvature, horizonSec: _horizon, ...rest } = observation
    return { at: Number(at), observation: rest }
  })
}

/** A pool and a gas price that change all the time. */
const lively = (count: number): FolderFile[] => [
  pool(count, (minute) => 200_000 + ((minute * 7_919) % 83) - 40),
  gas(count, (minute) => 20e9 + ((minute * 104_729) % 1_000_003)),
]

describe('readSteps, observations', () => {
  test.each(['ethereum-2022-05-12', 'polygon-2023-08-17'])(
    'P-120 those of %s are the same bits as by the plain path',
    async (name) => {
      const market = await openMarket(name)
      const plain = await observePlainly(market)
      const { observations, column } = await readAll(market)
      const lastAt = column('at').at(-1) ?? 0
      expect(observations.length).toBeGreaterThan(250)
      expect(observations).toEqual(plain.filter(({ at }) => at <= lastAt))
    },
  )

  test.each(['csv', 'csv.gz', 'parquet'] as const)(
    'P-120 those of a made-up market in %s are the same bits as by the plain path',
    async (format) => {
      const folder = join(makeFolder(), 'year')
      const market = await makeYear({ folder, minutes: 3 * 1_440, format, seed: 7 })
      const { observations } = await readAll(market)
      expect(observations).toHaveLength(2_145)
      expect(observations).toEqual(await observePlainly(market))
    },
  )

  test.each([0, 11, 77])('behavior: at the offset %i, and over a gap, as well', async (offset) => {
    const start = { ...about.start, segmentOffsetSec: offset }
    const files = lively(400).map((file) => {
      const lines = file.text.split('\n')
      const text = [...lines.slice(0, 200), ...lines.slice(211)].join('\n')
      const gap = { from: START_AT + 60 * 198, to: START_AT + 60 * 210 }
      return { ...file, text, gaps: [gap] }
    })
    const market = await writeFolder(files, { start })
    const { observations, column } = await readAll(market)
    const lastAt = column('at').at(-1) ?? 0
    expect(observations.length).toBeGreaterThan(170)
    expect(observations).toEqual((await observePlainly(market)).filter(({ at }) => at <= lastAt))
  })

  test('behavior: another native coin has the price that is assumed for it, or the latest recorded one', async () => {
    const chain = { ...about.chain, nativeCoin: 'MATIC', nativePriceUsd6: 550_000 }
    const assumed = await read(lively(60), { chain })
    expect(assumed.observations.map(({ observation }) => observation.nativePriceUsd6)).toEqual(
      assumed.observations.map(() => 550_000n),
    )
    expect(new Set(assumed.column('nativePriceUsd6'))).toEqual(new Set([550_000]))
    const rows = Array.from({ length: 60 }, (_, minute) => {
      return [START_AT + 60 * minute, 20e9, 600_000 + minute]
    })
    const text = writeLines('at,baseFeePerGas,nativePriceUsd6', rows)
    const recorded = await read([pool(60), { kind: 'gas', text, stepSec: 60 }])
    expect(recorded.column('nativePriceUsd6')).toEqual(rows.map(([, , price]) => price))
    // The more cautious median of the last three segments: that of the one before the last.
    const last = recorded.observations.at(-1)
    expect(last?.at).toBe(START_AT + 3_480)
    expect(last?.observation.nativePriceUsd6).toBe(600_056n)
  })

  test('behavior: prices alone, with an assumed depth, are observed as a pool that stands there', async () => {
    const rows = Array.from({ length: 100 }, (_, minute) => {
      return [START_AT + 60 * minute, 2_000_000_000 + 1_000_000 * (minute % 9)]
    })
    const price = { kind: 'price', text: writeLines('at,priceUsd6', rows), stepSec: 60 } as const
    const venue = { ...about.venue, depthUsd6: 150_000_000_000_000 }
    const { observations, column } = await read([price, gas(100)], { venue })
    expect(column('depthUsd6').every((depth) => depth === 150e12)).toBe(true)
    expect(column('liquidity').every(Number.isNaN)).toBe(true)
    expect(observations).toHaveLength(35)
    for (const { observation } of observations) {
      // The mean tick lies below the price by up to a tick, and so does the median.
      expect(Math.abs(Number(observation.depthUsd6) / 150e12 - 1)).toBeLessThan(2e-3)
      expect(Math.abs(Number(observation.nativePriceUsd6) / 2.004e9 - 1)).toBeLessThan(3e-3)
    }
  })

  test('behavior: without a depth, or without gas, there are steps and no observation', async () => {
    const text = writeLines('at,priceUsd6', [
      [START_AT, 5],
      [START_AT + 60, 6],
    ])
    const price = { kind: 'price', text, stepSec: 60 } as const
    const noDepth = await read([price, gas(2)])
    expect(noDepth.observations).toEqual([])
    expect(noDepth.column('depthUsd6')).toEqual([NaN, NaN])
    const noGas = await read([pool(40)])
    expect(noGas.observations).toEqual([])
    expect(noGas.column('baseFeePerGas').every(Number.isNaN)).toBe(true)
  })

  test('behavior: a base fee that is assumed makes blocks as a recorded one does', async () => {
    const chain = { ...about.chain, baseFeePerGas: 20_000_000_000 }
    const assumed = await read([pool(60)], { chain })
    const recorded = await read([pool(60), gas(60)])
    expect(assumed.observations).toEqual(recorded.observations)
    expect(assumed.observations).toHaveLength(15)
  })
})

describe('readSteps, no look-ahead', () => {
  const count = 120
  const blocks = (feeOf: (block: number) => number): FolderFile => {
    const rows = Array.from({ length: count * 5 }, (_, block) => [
      START_AT + 12 * block + 5,
      block,
      feeOf(block),
      500_000,
    ])
    return { kind: 'block', text: writeLines('at,number,baseFeePerGas,gasUsedRatioPips', rows) }
  }
  const fee = (index: number) => 20e9 + ((index * 104_729) % 1_000_003)
  const tick = (index: number) => 200_000 + ((index * 7_919) % 83)
  const changeAt = <Value>(row: number, of: (index: number) => Value, value: Value) => {
    return (index: number) => (index === row ? value : of(index))
  }

  test.each([
    ['pool', 60, (row: number) => [pool(count, changeAt(row, tick, 150_000)), gas(count, fee)]],
    ['gas', 60, (row: number) => [pool(count, tick), gas(count, changeAt(row, fee, 1))]],
    ['block', 12, (row: number) => [pool(count, tick), blocks(changeAt(row, fee, 1))]],
  ] as const)(
    'P-119 a row of the kind %s changes nothing before its own time',
    async (kind, stepSec, change) => {
      const before = await read(change(-1))
      for (const row of [37, 38, 59, 60, 61, 94]) {
        const rowAt = START_AT + stepSec * row + (kind === 'block' ? 5 : 0)
        const after = await read(change(row))
        const early = before.column('at').filter((at) => at < rowAt).length
        for (const name of [
          'priceUsd6',
          'lowUsd6',
          'highUsd6',
          'depthUsd6',
          'baseFeePerGas',
        ] as const) {
          const [a, b] = [before.column(name), after.column(name)]
          expect(b.slice(0, early)).toEqual(a.slice(0, early))
        }
        const known = ({ observations }: Read) => observations.filter(({ at }) => at < rowAt)
        expect(known(after)).toEqual(known(before))
      }
      // The change itself is seen, and not a step too late.
      const row = stepSec === 12 ? 300 : 60
      const column = kind === 'pool' ? 'priceUsd6' : 'baseFeePerGas'
      const [a, b] = [before.column(column), (await read(change(row))).column(column)]
      expect(b.findIndex((value, index) => value !== a[index])).toBe(kind === 'block' ? -1 : row)
    },
  )

  test('behavior: a pool row is an event of the first block at or after its time', async () => {
    // The blocks of 5 s past: the row of minute 60 enters the segment that begins then, 5 s late.
    const still = await read([pool(count), blocks(fee)])
    const moved = await read([
      pool(count, (minute) => (minute < 60 ? 200_000 : 199_000)),
      blocks(fee),
    ])
    const first = moved.observations.findIndex(({ observation }, index) => {
      return observation.nativePriceUsd6 !== still.observations[index]?.observation.nativePriceUsd6
    })
    // Two of the last three segments have it: the ones that end at minutes 62 and 64.
    expect(moved.observations[first]?.at).toBe(START_AT + 64 * 60 + 5)
  })
})

describe('readSteps, steps', () => {
  test('default: one step a pool row; figures as of then; low and high are those of the row', async () => {
    const { column, chunks } = await read([
      pool(3, (minute) => [200_000, 200_010, 199_990][minute] as number),
      gas(3, (minute) => 10e9 * (minute + 1)),
    ])
    const priceAt = (tick: number) => Math.floor(1e18 / 1.0001 ** tick)
    const near = (got: number[], ticks: number[]) =>
      got.forEach((price, index) => {
        expect(Math.abs(price - priceAt(ticks[index] as number))).toBeLessThanOrEqual(1)
      })
    expect(chunks).toEqual([3])
    expect(column('at')).toEqual([START_AT, START_AT + 60, START_AT + 120])
    near(column('priceUsd6'), [200_000, 200_010, 199_990])
    near(column('lowUsd6'), [200_002, 200_012, 199_992])
    near(column('highUsd6'), [199_997, 200_007, 199_987])
    expect(column('baseFeePerGas')).toEqual([10e9, 20e9, 30e9])
    expect(column('gasUsedRatioPips')).toEqual([500_000, 500_000, 500_000])
    expect(column('nativePriceUsd6')).toEqual(column('priceUsd6'))
    expect(column('perpPriceUsd6')).toEqual(column('priceUsd6'))
    expect(column('perpLowUsd6')).toEqual(column('lowUsd6'))
    expect(column('liquidity')).toEqual([8e18, 8e18, 8e18])
    expect(column('depthUsd6')[0]).toBeCloseTo(8e18 / 1.0001 ** 100_000, -6)
    expect(column('fundingPips9')).toEqual([0, 0, 0])
    expect(column('volumeUsd6')).toEqual([NaN, NaN, NaN])
    expect(column('impliedVarianceWad')).toEqual([NaN, NaN, NaN])
  })

  test('behavior: a close outside its low and high widens them', async () => {
    const text = writeLines('at,priceUsd6,highUsd6,lowUsd6', [
      [START_AT, 100, 99, 98],
      [START_AT + 60, 90, 99, 98],
    ])
    const { column } = await read([{ kind: 'price', text, stepSec: 60 }])
    expect(column('highUsd6')).toEqual([100, 99])
    expect(column('lowUsd6')).toEqual([98, 90])
  })

  test('behavior: what the pool was paid in is its volume, in dollars', async () => {
    const columns = 'at,openTick,highestTick,lowestTick,closeTick,liquidity,inAmount0,inAmount1'
    const tick = 200_000
    const text = writeLines(columns, [
      [START_AT, tick, tick, tick, tick, 5, 7_000_000, 10n ** 18n] as never,
    ])
    const { column } = await read([{ kind: 'pool', text, stepSec: 60 }])
    expect(column('volumeUsd6')[0]).toBe(7_000_000 + (column('priceUsd6')[0] ?? 0))
  })

  test('behavior: a finer price is the clock; a pool by the hour is joined as of its time', async () => {
    const prices = Array.from({ length: 121 }, (_, minute) => [
      START_AT + 60 * minute,
      2e9 + minute,
    ])
    const hours = [0, 1, 2].map((hour) => [
      START_AT + 3_600 * hour,
      5,
      6,
      4,
      5,
      `${hour + 1}000000000000`,
    ])
    const { column } = await read([
      { kind: 'price', text: writeLines('at,priceUsd6', prices), stepSec: 60 },
      {
        kind: 'pool',
        text: writeLines('at,openTick,highestTick,lowestTick,closeTick,liquidity', hours),
        stepSec: 3_600,
      },
    ])
    expect(column('priceUsd6')).toEqual(prices.map(([, price]) => price))
    const liquidity = column('liquidity')
    expect([liquidity[0], liquidity[59], liquidity[60], liquidity[119], liquidity[120]]).toEqual([
      1e12, 1e12, 2e12, 2e12, 3e12,
    ])
  })

  test("behavior: funding is on the step at its stamp, or the next; what came before the first step is nobody's", async () => {
    const prices = [0, 60, 120, 180].map((second) => [START_AT + second, 5])
    const funding = [
      [-60, 9],
      [0, 1],
      [60, 2],
      [70, 4],
      [119, 8],
      [180, -3],
    ].map(([second = 0, rate = 0]) => [START_AT + second, rate])
    const { column } = await read([
      { kind: 'price', text: writeLines('at,priceUsd6', prices), stepSec: 60 },
      { kind: 'funding', text: writeLines('at,fundingPips9', funding) },
    ])
    expect(column('fundingPips9')).toEqual([1, 2, 12, -3])
  })

  test('behavior: steps begin where price, perpetual and gas have begun', async () => {
    const prices = [0, 60, 120, 180].map((second) => [START_AT + second, 5])
    const perps = [120, 180].map((second) => [START_AT + second, 7, 9, 6])
    const { column } = await read([
      { kind: 'price', text: writeLines('at,priceUsd6', prices), stepSec: 60 },
      {
        kind: 'price',
        file: 'perp.csv',
        text: writeLines('at,perpPriceUsd6,perpHighUsd6,perpLowUsd6', perps),
        stepSec: 60,
      },
      { kind: 'gas', text: writeLines('at,baseFeePerGas', [[START_AT + 30, 7]]) },
      {
        kind: 'volatility',
        text: writeLines('at,impliedVarianceWad', [[START_AT + 150, '600000000000000000']]),
      },
    ])
    expect(column('at')).toEqual([START_AT + 120, START_AT + 180])
    expect(column('perpPriceUsd6')).toEqual([7, 7])
    expect(column('perpHighUsd6')).toEqual([9, 9])
    expect(column('perpLowUsd6')).toEqual([6, 6])
    expect(column('impliedVarianceWad')).toEqual([NaN, 6e17])
  })

  test('behavior: a range gives its steps, and the last observation from before it', async () => {
    const market = await writeFolder(lively(300))
    const whole = await readAll(market)
    const [from, to] = [START_AT + 100 * 60, START_AT + 200 * 60]
    const part = await readAll(market, { from, to })
    expect(part.column('at')).toEqual(whole.column('at').slice(100, 200))
    expect(part.column('lowUsd6')).toEqual(whole.column('lowUsd6').slice(100, 200))
    const before = whole.observations.filter(({ at }) => at < from).length
    const after = whole.observations.filter(({ at }) => at < to).length
    expect(part.observations).toEqual(whole.observations.slice(before - 1, after))
    expect((await readAll(market, { from: START_AT + 1e6 })).chunks).toEqual([])
  })

  test('behavior: chunks follow each other; the observations are in the chunk of the step that knows them', async () => {
    const market = await makeYear({ folder: join(makeFolder(), 'year'), minutes: 20_000 })
    let before = 0
    let count = 0
    for await (const steps of diskReader.readSteps(market)) {
      const at = [...steps.at]
      expect(at).toHaveLength(steps.count)
      for (const [index, now] of at.entries()) expect(now).toBeGreaterThan(at[index - 1] ?? before)
      for (const observation of steps.observations) {
        expect(observation.at).toBeGreaterThan(before)
        expect(observation.at).toBeLessThanOrEqual(at.at(-1) ?? 0)
      }
      before = at.at(-1) ?? 0
      count += steps.count
    }
    expect(count).toBe(20_000)
  })

  test('behavior: every chunk fills the same columns', async () => {
    const market = await makeYear({ folder: join(makeFolder(), 'year'), minutes: 20_000 })
    const buffers = new Set<ArrayBufferLike>()
    for await (const { at, priceUsd6 } of diskReader.readSteps(market)) {
      buffers.add(at.buffer).add(priceUsd6.buffer)
    }
    expect(buffers.size).toBe(2)
  })

  test('behavior: memory does not grow with the length', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const market = await makeYear({ folder: join(makeFolder(), 'year'), minutes: 150_000 })
    const used: number[] = []
    for await (const _ of diskReader.readSteps(market)) {
      collect()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      used.push((heapUsed + arrayBuffers) / 1e6)
    }
    expect(used).toHaveLength(19)
    // The first chunks still fill the caches of prices.
    const [early, late] = [Math.max(...used.slice(3, 8)), Math.max(...used.slice(12))]
    expect(late - early).toBeLessThan(8)
  })

  test('error: a market with neither a pool nor a price', async () => {
    await expect(read([gas(3)])).rejects.toThrow(/has neither a pool nor a price of the asset/)
  })

  test('error: a gap in any record ends the steps', async () => {
    const [poolFile, gasFile] = lively(40) as [FolderFile, FolderFile]
    const lines = gasFile.text.split('\n')
    const text = [...lines.slice(0, 20), ...lines.slice(22)].join('\n')
    await expect(read([poolFile, { ...gasFile, text }])).rejects.toThrow(
      /gas.csv, line 21, field at: is \d+, 180 s after the row before/,
    )
  })
})
