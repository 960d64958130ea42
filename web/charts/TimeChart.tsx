import { useId, useMemo } from 'react'
import { ChartBody } from './ChartBody.tsx'
import type { TimeChartProps } from './chart.ts'
import styles from './charts.module.css'
import { findExtent, toEdges, toLine } from './lines.ts'

/**
 * A chart over time: zoom and pan by mouse, touch and keyboard, in words for who does not see it, with a table behind it and
 * what is seen as CSV and PNG.
 *
 * Of any number of points it draws, of each pixel column and line, the first, lowest, highest and last.
 *
 * @example
 * <TimeChart title="Width of the band" unit="%" series={[force, target]} corridor={bounds} format={(v) => `${v} %`} />
 */
export function TimeChart(props: TimeChartProps) {
  const { title, unit, series, corridor, marks = none } = props
  const id = useId()
  const lines = useMemo(() => series.map(toLine), [series])
  const edges = useMemo(() => (corridor === undefined ? undefined : toEdges(corridor)), [corridor])
  const extent = useMemo(() => findExtent(lines, edges, marks), [lines, edges, marks])
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <div className={styles.title}>
        <strong id={id}>{title}</strong>
        {unit !== '' && <span className={styles.unit}>{unit}</span>}
      </div>
      {extent === undefined ? (
        <figcaption className={styles.empty}>
          There is nothing to draw yet: no value has been recorded.
        </figcaption>
      ) : (
        <ChartBody {...props} lines={lines} edges={edges} marks={marks} extent={extent} />
      )}
    </figure>
  )
}

const none: readonly never[] = []
