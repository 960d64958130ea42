import { Stranger } from '../ui/texts.tsx'
import type { SeriesKind } from './chart.ts'
import styles from './charts.module.css'
import { type CorridorEdges, hasForce, type Line, valueAt } from './lines.ts'
import { findStroke } from './palette.ts'

/** What can be hidden: a series by its place, the corridor, the marks. */
export type Part = number | 'corridor' | 'marks'

export interface LegendProps {
  lines: readonly Line[]
  corridor: CorridorEdges | undefined
  marks: { label: string; count: number } | undefined
  hidden: ReadonlySet<Part>
  /** Of which moment the values are. Unix seconds. */
  at: number
  format: (value: number) => string
  onToggle: (part: Part) => void
}

/** Which line is which, with the value of each at the cursor, or the last one that is seen. Each can be hidden. */
export function Legend(props: LegendProps) {
  const { lines, corridor, marks, hidden, at, format, onToggle } = props
  const isForceThere = hasForce(lines)
  const entry = (part: Part, label: string, sample: React.ReactNode, value: string) => (
    <li key={part}>
      <button
        type="button"
        className={styles.entry}
        aria-pressed={!hidden.has(part)}
        onClick={() => onToggle(part)}
      >
        {sample}
        <span className={styles.entryLabel}>
          <Stranger text={label} isInline />
        </span>
        <span className={styles.entryValue}>{hidden.has(part) ? 'hidden' : value}</span>
      </button>
    </li>
  )
  const say = (value: number | undefined) => (value === undefined ? 'no value' : format(value))
  return (
    <ul className={styles.legend} aria-label="Legend: press to hide or show">
      {lines.map(({ series, pyramid }, index) =>
        entry(
          index,
          series.label,
          <LineSample kind={series.kind} isForceThere={isForceThere} />,
          say(valueAt(pyramid, at)),
        ),
      )}
      {corridor !== undefined &&
        entry(
          'corridor',
          corridor.corridor.label,
          <span className={styles.corridorSample} aria-hidden="true" />,
          describeCorridor(valueAt(corridor.lower, at), valueAt(corridor.upper, at), say),
        )}
      {marks !== undefined &&
        entry(
          'marks',
          marks.label,
          <span className={styles.markSample} aria-hidden="true" />,
          marks.count.toLocaleString('en'),
        )}
    </ul>
  )
}

function describeCorridor(
  lower: number | undefined,
  upper: number | undefined,
  say: (value: number | undefined) => string,
): string {
  return lower === undefined || upper === undefined
    ? say(undefined)
    : `${say(lower)} to ${say(upper)}`
}

function LineSample({ kind, isForceThere }: { kind: SeriesKind; isForceThere: boolean }) {
  const { dash, width } = findStroke(kind, isForceThere)
  return (
    <svg className={styles.lineSample} data-kind={kind} viewBox="0 0 36 12" aria-hidden="true">
      <path d="M0 6H36" strokeWidth={width} strokeDasharray={dash.join(' ')} fill="none" />
    </svg>
  )
}
