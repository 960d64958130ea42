import type { ChartSeries, SeriesKind } from '../../charts/chart.ts'
import type { ObservationSeries, SeriesName } from '../../data/history/series.ts'
import type { AxisUnit } from './units.ts'

/** A line is broken where segments are missing for longer than this, seconds: ten of them. */
const GAP_SEC = 1_200

/** A measure or a target of the observations as a line: each holds until the next. */
export function toChartSeries(
  { times, values }: ObservationSeries,
  name: SeriesName,
  { scale }: AxisUnit,
  look: { label: string; kind: SeriesKind },
): ChartSeries {
  const raw = values.get(name) ?? new Float64Array(0)
  const points = breakGaps(
    times,
    raw.map((value) => value / scale),
  )
  return {
    label: look.label,
    kind: look.kind,
    shape: 'step',
    times: points.times,
    values: points.values,
  }
}

/** Puts a point without a value where nothing was measured for long. */
function breakGaps(
  times: Float64Array,
  values: Float64Array,
): { times: Float64Array; values: Float64Array } {
  const gaps: number[] = []
  for (let index = 1; index < times.length; index++) {
    if ((times[index] ?? 0) - (times[index - 1] ?? 0) > GAP_SEC) gaps.push(index)
  }
  if (gaps.length === 0) return { times, values }
  const broken = {
    times: new Float64Array(times.length + gaps.length),
    values: new Float64Array(times.length + gaps.length),
  }
  let offset = 0
  let from = 0
  for (const gap of [...gaps, times.length]) {
    broken.times.set(times.subarray(from, gap), offset)
    broken.values.set(values.subarray(from, gap), offset)
    offset += gap - from
    if (gap < times.length) {
      broken.times[offset] = (times[gap - 1] ?? 0) + GAP_SEC
      broken.values[offset] = Number.NaN
      offset++
    }
    from = gap
  }
  return broken
}
