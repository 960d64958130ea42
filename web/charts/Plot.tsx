import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Notice } from '../ui/Notice.tsx'
import { CursorMark } from './CursorMark.tsx'
import type { TimeRange } from './chart.ts'
import styles from './charts.module.css'
import type { Frame } from './createFrame.ts'
import type { Scene } from './drawScene.ts'
import { listenToGestures } from './gestures.ts'
import { useFrame } from './useFrame.ts'

export interface PlotProps {
  scene: Scene
  extent: TimeRange
  /** Read by screen readers when the chart takes the focus. */
  label: string
  describedBy: string
  isSelecting: boolean
  /** Unix seconds; undefined where there is no cursor. */
  cursorAt: number | undefined
  onRange: (range: TimeRange) => void
  onSelected: (range: TimeRange) => void
  onCursor: (at: number | undefined, secPerPx: number) => void
  onKey: (event: KeyboardEvent, secPerPx: number) => void
  /** Holds the canvas for whoever saves it. */
  frameRef: RefObject<Frame | undefined>
}

/** The drawn part of a chart, which takes gestures and keys. */
export function Plot(props: PlotProps) {
  const { scene, label, describedBy, isSelecting, cursorAt, onKey, frameRef } = props
  const host = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const { frame, box, error } = useFrame(host, scene)
  const [selection, setSelection] = useState<TimeRange>()
  const latest = useRef(props)
  latest.current = props
  frameRef.current = frame
  const secPerPx = (scene.range.to - scene.range.from) / Math.max(1, box?.width ?? 1)

  const hasBox = box !== undefined
  useEffect(() => {
    const element = area.current
    if (element === null || !hasBox) return
    return listenToGestures(element, {
      range: () => latest.current.scene.range,
      extent: () => latest.current.extent,
      isSelecting: () => latest.current.isSelecting,
      onRange: (range) => latest.current.onRange(range),
      onSelected: (range) => latest.current.onSelected(range),
      onSelection: setSelection,
      onCursor: (at) => {
        const { from, to } = latest.current.scene.range
        latest.current.onCursor(at, (to - from) / Math.max(1, element.clientWidth))
      },
    })
  }, [hasBox])

  const toX = (at: number) => (at - scene.range.from) / secPerPx
  return (
    <div className={styles.plot}>
      {error !== undefined && (
        <Notice tone="warn" title="The chart cannot be drawn">
          <p>What it would show is in the words and in the table below.</p>
        </Notice>
      )}
      {frame === undefined && error === undefined && (
        <p className={styles.waiting}>The chart is being drawn …</p>
      )}
      <div ref={host} className={styles.canvas} aria-hidden="true" />
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
        tabIndex={0}
        aria-label={label}
        aria-describedby={describedBy}
        aria-roledescription="chart"
        className={styles.focus}
        onKeyDown={(event) => onKey(event, secPerPx)}
      >
        {box !== undefined && (
          <div
            ref={area}
            className={styles.area}
            data-selecting={isSelecting}
            style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
          >
            {selection !== undefined && (
              <div
                className={styles.selection}
                style={{
                  left: toX(selection.from),
                  width: toX(selection.to) - toX(selection.from),
                }}
              />
            )}
            {cursorAt !== undefined && (
              <CursorMark scene={scene} box={box} at={cursorAt} secPerPx={secPerPx} />
            )}
          </div>
        )}
      </div>
    </div>
  )
}
