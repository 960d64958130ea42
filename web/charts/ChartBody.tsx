import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { ChartCaption } from './ChartCaption.tsx'
import { MARK_DISTANCE_PX } from './CursorMark.tsx'
import type { ChartMark, TimeChartProps, TimeRange } from './chart.ts'
import type { Frame } from './createFrame.ts'
import { marksAt, snap, step } from './cursor.ts'
import type { Scene } from './drawScene.ts'
import { readKey } from './keys.ts'
import { Legend, type Part } from './Legend.tsx'
import { type CorridorEdges, hasForce, type Line, valueAt } from './lines.ts'
import { Plot } from './Plot.tsx'
import { findValueRange } from './scale.ts'
import { Toolbar } from './Toolbar.tsx'
import { formatRange, formatZoned } from './times.ts'
import { useRange } from './useRange.ts'
import { keepInside, panBy, unite, zoomBy } from './view.ts'

export interface ChartBodyProps extends TimeChartProps {
  lines: readonly Line[]
  edges: CorridorEdges | undefined
  marks: readonly ChartMark[]
  extent: TimeRange
}

/** How near a point takes the cursor to itself, and how far the cursor goes at least for each key, pixels. */
const SNAP_PX = 12
const STEP_PX = 3

/** A chart that has something to show: buttons, legend, the drawn part, the words. */
export function ChartBody(props: ChartBodyProps) {
  const { title, format, marks, extent: known, lines, edges, isLog = false } = props
  const { marksLabel = 'Marks' } = props
  const id = useId()
  const frameRef = useRef<Frame>(undefined)
  const [given, setRange] = useRange(known, props.range, props.onRange)
  const range = given.to > given.from ? given : known
  const extent = unite(known, range)
  const [hidden, setHidden] = useState<ReadonlySet<Part>>(new Set())
  const [isSelecting, setSelecting] = useState(false)
  const [cursorAt, setCursorAt] = useState<number>()
  const [said, setSaid] = useState('')

  const seenLines = useMemo(() => lines.filter((_, index) => !hidden.has(index)), [lines, hidden])
  const seenEdges = hidden.has('corridor') ? undefined : edges
  const seenMarks = hidden.has('marks') ? noMarks : marks
  const isForceThere = hasForce(lines)
  const { from, to } = range
  const scene = useMemo(
    (): Scene => ({
      lines: seenLines,
      corridor: seenEdges,
      marks: seenMarks,
      isForceThere,
      range: { from, to },
      valueRange: findValueRange(seenLines, seenEdges, { from, to }, isLog),
      isLog,
      holdTo: known.to,
    }),
    [seenLines, seenEdges, seenMarks, isForceThere, from, to, isLog, known.to],
  )

  const toggle = (part: Part) => {
    const next = new Set(hidden)
    if (!next.delete(part)) next.add(part)
    setHidden(next)
  }

  const say = (at: number, secPerPx: number) => {
    const values = seenLines.map(({ series, pyramid }) => {
      const value = valueAt(pyramid, at)
      return `${series.label}: ${value === undefined ? 'no value' : format(value)}`
    })
    const near = marksAt(seenMarks, at, MARK_DISTANCE_PX * secPerPx).map(({ label }) => label)
    setSaid([formatZoned(at), ...values, ...near].join('; '))
  }

  const show = (next: TimeRange) => {
    setRange(next)
    setSaid(`From ${formatRange(next)}`)
  }

  const onKey = (event: KeyboardEvent, secPerPx: number) => {
    const action = readKey(event)
    if (action === undefined) return
    event.preventDefault()
    const length = to - from
    const placeCursor = (at: number) => {
      setCursorAt(at)
      say(at, secPerPx)
    }
    switch (action.kind) {
      case 'pan':
        return show(panBy(range, action.share * length, extent))
      case 'zoom':
        return show(zoomBy(range, action.factor, cursorAt ?? (from + to) / 2, extent))
      case 'begin':
        return show(keepInside({ from: known.from, to: known.from + length }, known))
      case 'end':
        return show(keepInside({ from: known.to - length, to: known.to }, known))
      case 'all':
        return show(known)
      case 'leave':
        setSelecting(false)
        return setCursorAt(undefined)
      case 'cursorBegin':
        return placeCursor(from)
      case 'cursorEnd':
        return placeCursor(to)
      case 'cursor': {
        const { direction } = action
        const isSeen = cursorAt !== undefined && cursorAt >= from && cursorAt <= to
        const edge = direction === 1 ? from : to
        return placeCursor(
          isSeen
            ? step(seenLines, seenMarks, range, cursorAt, direction, STEP_PX * secPerPx)
            : step(seenLines, seenMarks, range, edge, direction, 0),
        )
      }
    }
  }

  const isCursorSeen = cursorAt !== undefined && cursorAt >= from && cursorAt <= to
  return (
    <>
      <Toolbar
        title={title}
        range={range}
        extent={extent}
        known={known}
        isSelecting={isSelecting}
        onRange={setRange}
        onSelecting={setSelecting}
      />
      <Legend
        lines={lines}
        corridor={edges}
        marks={
          marks.length === 0 ? undefined : { label: marksLabel, count: countMarks(marks, range) }
        }
        hidden={hidden}
        at={isCursorSeen ? cursorAt : to}
        format={format}
        onToggle={toggle}
      />
      <Plot
        scene={scene}
        extent={extent}
        label={`${title}, drawn`}
        describedBy={`${id}-keys`}
        isSelecting={isSelecting}
        cursorAt={cursorAt}
        onRange={setRange}
        onSelected={(next) => {
          setRange(keepInside(next, extent))
          setSelecting(false)
        }}
        onCursor={(at, secPerPx) =>
          setCursorAt(
            at === undefined ? undefined : snap(seenLines, seenMarks, at, SNAP_PX * secPerPx),
          )
        }
        onKey={onKey}
        frameRef={frameRef}
      />
      <p id={`${id}-keys`} className="visually-hidden">
        Arrow keys move, plus and minus zoom, Home and End go to the first and the last, 0 shows
        all. With Shift, the arrow keys, Home and End move the cursor, which tells the values.
      </p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <ChartCaption
        title={title}
        unit={props.unit}
        scene={scene}
        marksLabel={marksLabel}
        format={format}
        frameRef={frameRef}
      />
    </>
  )
}

const noMarks: readonly ChartMark[] = []

function countMarks(marks: readonly ChartMark[], { from, to }: TimeRange): number {
  return marks.filter(({ at }) => at >= from && at <= to).length
}
