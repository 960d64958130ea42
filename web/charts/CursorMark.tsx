import { Stranger } from '../ui/texts.tsx'
import styles from './charts.module.css'
import type { Box } from './createFrame.ts'
import { marksAt } from './cursor.ts'
import type { Scene } from './drawScene.ts'
import { valueAt } from './lines.ts'
import { formatUtcAt, formatZoned } from './times.ts'
import { placeValue } from './traceLine.ts'

/** How near the cursor is to the marks that it names, pixels. */
export const MARK_DISTANCE_PX = 4
/** More marks than this are counted. */
const MOST_NAMES = 3
/** Of the label beside it. */
const LABEL_WIDTH_PX = 210

/** The cursor: a line, a dot on each series, and the moment in the visitor's zone and in UTC. */
export function CursorMark(props: { scene: Scene; box: Box; at: number; secPerPx: number }) {
  const { scene, box, at, secPerPx } = props
  const { range, valueRange, isLog, lines } = scene
  if (at < range.from || at > range.to) return null
  const x = (at - range.from) / secPerPx
  const isAtRight = x + LABEL_WIDTH_PX > box.width
  const near = marksAt(scene.marks, at, MARK_DISTANCE_PX * secPerPx)
  const names = [...new Set(near.map(({ label }) => label))]
  return (
    <div className={styles.cursor} style={{ left: x }} aria-hidden="true">
      {lines.map(({ series, pyramid }) => {
        const value = valueAt(pyramid, at)
        if (value === undefined) return null
        return (
          <div
            key={series.label}
            className={styles.cursorDot}
            data-kind={series.kind}
            style={{ top: (1 - placeValue(value, valueRange, isLog)) * box.height }}
          />
        )
      })}
      <div className={styles.cursorLabel} data-side={isAtRight ? 'left' : 'right'}>
        <div>{formatZoned(at)}</div>
        <div>{formatUtcAt(at)}</div>
        {names.slice(0, MOST_NAMES).map((name) => (
          <div key={name}>
            <Stranger text={name} isInline />
          </div>
        ))}
        {names.length > MOST_NAMES && <div>and {names.length - MOST_NAMES} more</div>}
      </div>
    </div>
  )
}
