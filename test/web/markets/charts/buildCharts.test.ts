import { describe, expect, test } from 'vitest'
import { parameterMax } from '../../../../core/index.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import type { MarketHistory } from '../../../../web/data/history/history.ts'
import { replayMarket } from '../../../../web/data/history/replayMarket.ts'
import { observationDataset, toSeries } from '../../../../web/data/history/series.ts'
import { buildMeasures, buildParameters } from '../../../../web/markets/charts/buildCharts.ts'
import { fill } from '../../../bot/support/defaultInput.ts'
import { createHistory, createPush, events, idAt } from '../../data/history/support.ts'

/** An observation at a time, whose figures are all the same; without a target if it was refused. */
function createRow(at: number, value: bigint, isRefused = false) {
  return observationDataset.columns.map(({ name }) => {
    if (name === 'id') return idAt(at)
    if (name === 'endAt') return BigInt(at)
    return isRefused && name.startsWith('target') ? null : value
  })
}

const observations = toSeries([
  createRow(1_120, 20_000n),
  createRow(1_240, 30_000n),
  createRow(1_360, 40_000n, true),
  // After more than twenty minutes without a segment.
  createRow(3_000, 50_000n),
])

const withBounds = (bounds: MarketHistory['events']['bounds']) => ({ ...events, bounds })

function build(history: MarketHistory, name: string, hasBounds = true) {
  const { steps } = replayMarket(history)
  const chart = buildParameters(history, steps, hasBounds).find(({ title }) => title === name)
  if (chart === undefined) throw new Error(`no chart ${name}`)
  return chart
}

const history = createHistory({
  observations,
  pushes: [createPush(11, 20_000n)],
  block: { ...createHistory().block, timestamp: 3_100n },
  events: withBounds([
    { id: idAt(1), at: 1_000n, min: fill(10_000n), max: fill(60_000n) },
    { id: idAt(41), at: 1_400n, min: fill(20_000n), max: fill(50_000n) },
  ]),
})

describe('buildParameters', () => {
  test('default: eight charts with what was in force, what was asked for, and the bounds as they were voted', () => {
    expect(buildParameters(history, [], true)).toHaveLength(8)
    const { unit, format, series, corridor, isLog } = build(history, 'Band')
    expect(unit).toBe('%')
    expect(format(2.7965)).toBe('2.7965 %')
    const [force, target] = series
    expect(force).toMatchObject({ kind: 'force', shape: 'step' })
    expect([...(force?.times ?? [])]).toEqual([1_000, 1_100, 1_391, 3_100])
    expect([...(force?.values ?? [])]).toEqual([0.0009, 2, 0.0009, 0.0009])
    expect(target).toMatchObject({ kind: 'target', shape: 'step' })
    expect([...(target?.times ?? [])]).toEqual([1_120, 1_240, 1_360, 2_560, 3_000])
    expect([...(target?.values ?? [])]).toEqual([2, 3, Number.NaN, Number.NaN, 5])
    expect([...(corridor?.times ?? [])]).toEqual([1_000, 1_400, 3_100])
    expect([...(corridor?.lower ?? [])]).toEqual([1, 2, 2])
    expect([...(corridor?.upper ?? [])]).toEqual([6, 5, 5])
    expect(isLog).toBe(false)
  })

  test('behavior: bounds from before the history count from its beginning on', () => {
    const later = { ...history, fromAt: 1_500n, isWhole: false }
    expect([...(build(later, 'Lot').corridor?.times ?? [])]).toEqual([1_500, 3_100])
  })

  test('behavior: a maximum that is no limit is not drawn: the minimum stands alone meanwhile', () => {
    const open = {
      ...history,
      events: withBounds([
        { id: idAt(1), at: 1_000n, min: fill(10n), max: parameterMax },
        { id: idAt(41), at: 1_400n, min: fill(20n), max: fill(50n) },
      ]),
    }
    const { corridor, series, isLog } = build(open, 'Max trade')
    expect([...(corridor?.upper ?? [])]).toEqual([Number.NaN, 50, 50])
    expect(series.at(-1)).toMatchObject({ label: 'voted minimum; no maximum', kind: 'reference' })
    expect([...(series.at(-1)?.values ?? [])]).toEqual([10, Number.NaN, Number.NaN])
    expect(isLog).toBe(false)
    const always = { ...open, events: withBounds(open.events.bounds.slice(0, 1)) }
    expect(build(always, 'Max trade').corridor).toBeUndefined()
  })

  test('behavior: bounds far apart are drawn by orders of magnitude, unless they are not shown', () => {
    const far = {
      ...history,
      events: withBounds([{ id: idAt(1), at: 1_000n, min: fill(10n), max: fill(1_000_000n) }]),
    }
    expect(build(far, 'Band')).toMatchObject({ isLog: true })
    expect(build(far, 'Band', false)).toMatchObject({ isLog: false, corridor: undefined })
  })

  test('behavior: a time is told in what suits the longest', () => {
    expect(build(history, 'Interval').unit).toBe('h')
    const long = { ...history, observations: toSeries([createRow(1_120, 400_000n)]) }
    const { unit, format, series } = build(long, 'Interval')
    expect(unit).toBe('d')
    expect(series[1]?.values[0]).toBeCloseTo(4.63, 2)
    expect(format(4.629_63)).toBe('about 4.6 d')
  })

  test('behavior: nothing is known yet', () => {
    const empty = createHistory({ market: LOCAL_MARKET_ID, events: withBounds([]) })
    const [first] = buildParameters(empty, [], true)
    expect(first?.series.map(({ times }) => times.length)).toEqual([0])
  })
})

describe('buildMeasures', () => {
  test('default: congestion, depth and variance in units that people know', () => {
    const charts = buildMeasures({
      ...history,
      observations: toSeries([createRow(1_120, 30_500_000_000n)]),
    })
    expect(charts.map(({ title, unit, series }) => [title, unit, series[0]?.values[0]])).toEqual([
      ['Base fee', 'gwei', 30.5],
      ['Gas used of the gas limit', '%', 3_050_000],
      ['Depth', '$', 30_500],
      ['Variance', 'a year', 3.05e-8],
    ])
  })

  test('behavior: readings have four digits at most, a variance its volatility', () => {
    const [fee, , depth, variance] = buildMeasures(history)
    expect(fee?.format(199.162_330_946)).toBe('199.2 gwei')
    expect(fee?.format(0.001_234_56)).toBe('0.001235 gwei')
    expect(depth?.format(307_080_726.08)).toBe('$307,100,000')
    expect(variance?.format(0.36)).toBe('0.36 (volatility 60 %)')
  })
})
