import { parameterFields } from '../../../core/fields.ts'
import { type Dataset, datasets, type Row, selectColumns } from '../../../query/index.ts'

const measures = [
  'baseFeePerGas',
  'fastBaseFeePerGas',
  'slowBaseFeePerGas',
  'gasUsedRatioPips',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
] as const

const targets = parameterFields.map(
  (field) => `target${field.charAt(0).toUpperCase()}${field.slice(1)}` as `target${string}`,
)

/** A measure of the observations, or a target: raw, in the contract's units. */
export type SeriesName = (typeof measures)[number] | `target${string}`

const names: readonly SeriesName[] = [...measures, ...targets]

/** What the charts need of an observation. */
export const observationDataset: Dataset = selectColumns(datasets.observations, ['endAt', ...names])

const timeColumn = observationDataset.columns.findIndex(({ name }) => name === 'endAt')
const valueColumns = names.map((name) => ({
  name,
  column: observationDataset.columns.findIndex((column) => column.name === name),
}))

/** Observations as columns of numbers; NaN where there is no value. */
export interface ObservationSeries {
  /** Ends of the segments, Unix seconds, ascending. */
  times: Float64Array
  values: ReadonlyMap<SeriesName, Float64Array>
}

export const emptySeries: ObservationSeries = {
  times: new Float64Array(0),
  values: new Map(names.map((name) => [name, new Float64Array(0)])),
}

/** Rows of the index become numbers at once, page by page. */
export function toSeries(rows: readonly Row[]): ObservationSeries {
  const read = (column: number) =>
    Float64Array.from(rows, (row) => {
      const cell = row[column]
      return typeof cell === 'bigint' ? Number(cell) : Number.NaN
    })
  return {
    times: read(timeColumn),
    values: new Map(valueColumns.map(({ name, column }) => [name, read(column)])),
  }
}

/** Several series of one market one after the other: what stands in two of them is taken once. */
export function joinSeries(parts: readonly ObservationSeries[]): ObservationSeries {
  const filled: ObservationSeries[] = []
  for (const part of parts) {
    const fresh = dropUpTo(part, filled.at(-1)?.times.at(-1))
    if (fresh.times.length > 0) filled.push(fresh)
  }
  const [first = emptySeries, ...others] = filled
  if (others.length === 0) return first
  return {
    times: join(filled.map(({ times }) => times)),
    values: new Map(
      names.map((name) => [name, join(filled.flatMap(({ values }) => values.get(name) ?? []))]),
    ),
  }
}

/** Without the rows up to a time. */
function dropUpTo(series: ObservationSeries, at: number | undefined): ObservationSeries {
  const count = at === undefined ? 0 : series.times.findIndex((time) => time > at)
  if (count === 0) return series
  if (count < 0) return emptySeries
  return {
    times: series.times.subarray(count),
    values: new Map([...series.values].map(([name, values]) => [name, values.subarray(count)])),
  }
}

function join(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
