import { Button } from '../ui/Button.tsx'
import type { TimeRange } from './chart.ts'
import styles from './charts.module.css'
import { ZOOM_FACTOR } from './keys.ts'
import { DAY_SEC, HOUR_SEC, isSame, lastPart, panBy, zoomBy } from './view.ts'

/** Of what is seen, for each press. */
const PAN_SHARE = 0.5

/** All that gestures do, as buttons. */
export function Toolbar(props: {
  title: string
  range: TimeRange
  /** All there is, and what is shown beyond of it. */
  extent: TimeRange
  /** All there is. */
  known: TimeRange
  isSelecting: boolean
  onRange: (range: TimeRange) => void
  onSelecting: (isSelecting: boolean) => void
}) {
  const { title, range, extent, known, isSelecting, onRange, onSelecting } = props
  const length = range.to - range.from
  const all = known.to - known.from
  const middle = (range.from + range.to) / 2
  const icon = (label: string, sign: string, next: TimeRange) => (
    <Button
      isSmall
      className={styles.icon ?? ''}
      aria-label={label}
      title={label}
      // Not `disabled`: the focus would be lost with the last step.
      aria-disabled={isSame(next, range)}
      onClick={() => onRange(next)}
    >
      <span aria-hidden="true">{sign}</span>
    </Button>
  )
  const span = (label: string, sec: number) => {
    const next = sec === all ? known : lastPart(known, sec)
    return (
      <Button
        isSmall
        aria-pressed={sec <= all && isSame(next, range)}
        aria-disabled={sec > all}
        onClick={() => onRange(next)}
      >
        {label}
      </Button>
    )
  }
  return (
    <fieldset className={styles.toolbar} aria-label={`What is seen of ${title}`}>
      <div className={styles.tools}>
        {icon('Zoom out', '−', zoomBy(range, 1 / ZOOM_FACTOR, middle, extent))}
        {icon('Zoom in', '+', zoomBy(range, ZOOM_FACTOR, middle, extent))}
        {icon('Earlier', '‹', panBy(range, -PAN_SHARE * length, extent))}
        {icon('Later', '›', panBy(range, PAN_SHARE * length, extent))}
        <Button
          isSmall
          aria-pressed={isSelecting}
          title="Then drag over the part to see"
          onClick={() => onSelecting(!isSelecting)}
        >
          Select
        </Button>
      </div>
      <div className={styles.tools}>
        {span('Last hour', HOUR_SEC)}
        {span('Last day', DAY_SEC)}
        {span('All', all)}
      </div>
    </fieldset>
  )
}
