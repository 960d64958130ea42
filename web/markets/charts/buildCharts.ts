// The charts of a market's history: what was measured, and each parameter with what was asked, what was in force and between
// which bounds.

import { type ParameterField, parameterFields, parameterMax } from '../../../core/fields.ts'
import { nameParameter } from '../../../governance/diffVectors.ts'
import type { ChartCorridor, ChartSeries, TimeChartProps } from '../../charts/chart.ts'
import type { MarketHistory } from '../../data/history/history.ts'
import type { InForceStep } from '../../data/history/replayMarket.ts'
import { chooseRange } from '../place.ts'
import { toChartSeries } from './lines.ts'
import { type AxisUnit, chooseUnit, dollars, gwei, percent, variance } from './units.ts'

/** A chart without what all of them share. */
export type ChartParts = Pick<
  TimeChartProps,
  'title' | 'unit' | 'series' | 'corridor' | 'format' | 'isLog'
>

/** What was measured: congestion, depth, variance. */
export function buildMeasures({ observations }: MarketHistory): ChartParts[] {
  const line = (
    name: Parameters<typeof toChartSeries>[1],
    unit: AxisUnit,
    label: string,
    kind: ChartSeries['kind'] = 'measure',
  ) => toChartSeries(observations, name, unit, { label, kind })
  return [
    {
      title: 'Base fee',
      unit: gwei.unit,
      format: gwei.format,
      series: [
        line('baseFeePerGas', gwei, 'the higher, which counts'),
        line('fastBaseFeePerGas', gwei, 'median of 6 minutes', 'before'),
        line('slowBaseFeePerGas', gwei, 'median of 30 minutes', 'reference'),
      ],
    },
    {
      title: 'Gas used of the gas limit',
      unit: percent.unit,
      format: percent.format,
      series: [line('gasUsedRatioPips', percent, 'gas used')],
    },
    {
      title: 'Depth',
      unit: dollars.unit,
      format: dollars.format,
      series: [
        line('depthUsd6', dollars, 'depth'),
        line('depthRefUsd6', dollars, 'usual depth, of seven days', 'reference'),
      ],
    },
    {
      title: 'Variance',
      unit: variance.unit,
      format: variance.format,
      series: [line('varianceWad', variance, 'variance')],
    },
  ]
}

/** The eight parameters. @param hasBounds - Whether the voted bounds are drawn; they may lie far from the values. */
export function buildParameters(
  history: MarketHistory,
  steps: readonly InForceStep[],
  hasBounds: boolean,
): ChartParts[] {
  return parameterFields.map((field) => buildParameter(field, history, steps, hasBounds))
}

function buildParameter(
  field: ParameterField,
  history: MarketHistory,
  steps: readonly InForceStep[],
  hasBounds: boolean,
): ChartParts {
  const { observations, block } = history
  const target = `target${field.charAt(0).toUpperCase()}${field.slice(1)}` as const
  const asked = observations.values.get(target) ?? new Float64Array(0)
  const largest = Math.max(findLargest(asked), ...steps.map(({ values }) => Number(values[field])))
  const unit = chooseUnit(field, largest)
  const endAt = Number(block.timestamp)
  const force: ChartSeries = {
    label: 'in force',
    kind: 'force',
    shape: 'step',
    times: Float64Array.from([...steps.map(({ at }) => Number(at)), endAt]),
    values: Float64Array.from(
      [...steps, ...steps.slice(-1)].map(({ values }) => Number(values[field]) / unit.scale),
    ),
  }
  const label = { label: 'the model asks for', kind: 'target' } as const
  const bounds = hasBounds ? toBounds(field, history, unit) : undefined
  return {
    title: capitalize(nameParameter(field)),
    unit: unit.unit,
    format: unit.format,
    series: [
      ...(steps.length === 0 ? [] : [force]),
      toChartSeries(observations, target, unit, label),
      ...(bounds?.least === undefined ? [] : [bounds.least]),
    ],
    corridor: bounds?.corridor,
    isLog: bounds?.isLog ?? false,
  }
}

interface DrawnBounds {
  corridor: ChartCorridor | undefined
  /** The voted minimum while there was no maximum. */
  least: ChartSeries | undefined
  isLog: boolean
}

/** The bounds as they were voted over time. A maximum that is no limit has no place on an axis: the minimum stands alone then. */
function toBounds(field: ParameterField, history: MarketHistory, { scale }: AxisUnit): DrawnBounds {
  const { events, block, fromAt } = history
  const versions = events.bounds
  const last = versions.at(-1)
  if (last === undefined) return { corridor: undefined, least: undefined, isLog: false }
  // Those from before the history count from its beginning on.
  const known = versions.filter(
    (_, index) => (versions[index + 1]?.at ?? block.timestamp + 1n) > fromAt,
  )
  const points = [...known, last]
  const times = Float64Array.from(points, ({ at }, index) =>
    index === known.length ? Number(block.timestamp) : Math.max(Number(at), Number(fromAt)),
  )
  const isOpen = points.map(({ max }) => max[field] === parameterMax[field])
  const read = (bound: 'min' | 'max', isWanted: (index: number) => boolean) =>
    Float64Array.from(points, (version, index) =>
      isWanted(index) ? Number(version[bound][field]) / scale : Number.NaN,
    )
  const isClosed = (index: number) => isOpen[index] === false
  const { min, max } = last
  return {
    corridor: isOpen.every(Boolean)
      ? undefined
      : {
          label: 'voted bounds',
          times,
          lower: read('min', isClosed),
          upper: read('max', isClosed),
        },
    least: isOpen.some(Boolean)
      ? {
          label: 'voted minimum; no maximum',
          kind: 'reference',
          shape: 'step',
          times,
          values: read('min', (index) => !isClosed(index)),
        }
      : undefined,
    isLog: chooseRange(field, min[field], max[field], []).isLog && !isOpen.some(Boolean),
  }
}

function findLargest(values: Float64Array): number {
  let largest = 0
  // Math.max would give NaN where there was no target.
  for (const value of values) if (value > largest) largest = value
  return largest
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
