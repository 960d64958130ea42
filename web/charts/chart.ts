/** What a chart over time is made of; times are Unix seconds, ascending. */

export type SeriesKind = 'force' | 'target' | 'measure' | 'reference' | 'before'

/** One line. Where a value is NaN the line is broken. */
export interface ChartSeries {
  /** Unlike that of any other line of the chart. */
  label: string
  kind: SeriesKind
  /** `step`: holds until the next point, as a value in force does; `line`: joined. */
  shape: 'step' | 'line'
  times: Float64Array
  values: Float64Array
}

/** The area between two step lines, such as the voted minimum and maximum. */
export interface ChartCorridor {
  label: string
  times: Float64Array
  lower: Float64Array
  upper: Float64Array
}

/** A moment to mark, such as a push. */
export interface ChartMark {
  at: number
  label: string
}

/** Seconds, both included. */
export interface TimeRange {
  from: number
  to: number
}

export interface TimeChartProps {
  /** What the chart shows; names the exported files too. */
  title: string
  /** Of the values: `%`, `gwei`, `$`. */
  unit: string
  series: readonly ChartSeries[]
  corridor?: ChartCorridor | undefined
  marks?: readonly ChartMark[] | undefined
  /** What the marks are, in the plural: `Pushes`. */
  marksLabel?: string | undefined
  /** A value with its unit, in words: `4.83 %`. */
  format: (value: number) => string
  isLog?: boolean
  /** Charts with the same range are moved together; without it the chart keeps its own. */
  range?: TimeRange | undefined
  onRange?: ((range: TimeRange) => void) | undefined
}
