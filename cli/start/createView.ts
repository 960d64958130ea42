import { clearScreenDown, cursorTo } from 'node:readline'
import type { WriteStream } from 'node:tty'
import { createLogUpdate } from 'log-update'
import { wrapWords } from '../io/wrapWords.ts'
import { toPlain } from './fitText.ts'
import { formatFrame } from './formatFrame.ts'
import { formatLine, lineHead } from './formatLine.ts'
import type { Frame } from './frame.ts'

/** How frames of one kind are drawn. */
interface FrameForm<Of extends Frame> {
  /** For a terminal of a size. */
  formatFrame(frame: Of, size: { columns: number; rows: number; color: boolean }): string[]
  /** One moment in one line for a log, below `lineHead`. */
  formatLine(frame: Of): string
  lineHead: string
}

const homeForm: FrameForm<Frame> = { formatFrame, formatLine, lineHead }

export interface ViewOptions<Of extends Frame = Frame> {
  /** That of one chain without it. */
  form?: FrameForm<Of>
  /** The output. A terminal's stream knows its size and emits `resize` when that changes. */
  stream: NodeJS.WritableStream & Partial<Pick<WriteStream, 'columns' | 'rows'>>
  /** Whether to redraw in place. */
  isLive: boolean
  color: boolean
  /** The size to use if the stream does not know its own. */
  columns: number
  /** Market time between two plain lines, seconds; at least 1. */
  everySec: bigint
}

export interface View<Of extends Frame = Frame> {
  /** The newest frame; older ones may never be drawn. */
  show(frame: Of): void
  /** What happened when: lines that stay, above the frame. `when` is at most 12 columns wide. */
  note(when: string, what: string): void
  /** Leaves the newest frame on the screen, and the cursor as it was. */
  done(): void
}

export function createView<Of extends Frame = Frame>(options: ViewOptions<Of>): View<Of> {
  return options.isLive ? createLiveView(options) : createPlainView(options)
}

/** Ten times a second. */
const LEAST_MS = 100
const DEFAULT_ROWS = 24

function createLiveView<Of extends Frame>({
  form = homeForm,
  stream,
  color,
  columns: defaultColumns,
}: ViewOptions<Of>): View<Of> {
  const log = createLogUpdate(stream, { defaultWidth: defaultColumns })
  const notes: [when: string, what: string][] = []
  let newest: Of | undefined
  let drawnMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let isTorn = false

  // A terminal without a size reports 0.
  const getSize = () => {
    return { columns: stream.columns || defaultColumns, rows: stream.rows || DEFAULT_ROWS }
  }
  const draw = () => {
    clearTimeout(timer)
    timer = undefined
    if (newest === undefined) return
    drawnMs = performance.now()
    const lines = form.formatFrame(newest, { ...getSize(), color })
    if (isTorn) restore(lines.length)
    isTorn = false
    log(lines.join('\n'))
  }
  // Terminals treat existing lines differently when their size changes: some wrap them, some cut them. The old frame
  // cannot be found again, so the screen is cleared and drawn with the last notes; lines above the screen stay.
  const restore = (frameLines: number) => {
    log.done()
    cursorTo(stream, 0, 0)
    clearScreenDown(stream)
    const { columns, rows } = getSize()
    const lines = notes.flatMap(([when, what]) => formatNote(when, what, columns))
    const room = Math.max(0, rows - 1 - frameLines)
    const kept = room === 0 ? [] : lines.slice(-room)
    if (kept.length > 0) stream.write(`${kept.join('\n')}\n`)
  }
  const plan = () => {
    if (timer !== undefined) return
    const waitMs = drawnMs + LEAST_MS - performance.now()
    if (waitMs <= 0) draw()
    // A frame that is due shall not keep a process alive that has ended otherwise.
    else timer = setTimeout(draw, waitMs).unref()
  }
  const resize = () => {
    isTorn = newest !== undefined
    plan()
  }
  stream.on('resize', resize)
  return {
    show(frame) {
      newest = frame
      plan()
    },
    note(when, what) {
      notes.push([when, what])
      const { rows, columns } = getSize()
      // A screen holds no more of them.
      if (notes.length > rows) notes.shift()
      if (isTorn) draw()
      else {
        log.persist(formatNote(when, what, columns).join('\n'))
        draw()
      }
    },
    done() {
      draw()
      log.done()
      newest = undefined
      stream.off('resize', resize)
    },
  }
}

function createPlainView<Of extends Frame>({
  form = homeForm,
  stream,
  columns,
  everySec,
}: ViewOptions<Of>): View<Of> {
  let newest: Of | undefined
  let written: Of | undefined
  const write = (frame: Of) => {
    const head = written === undefined ? `${form.lineHead}\n` : ''
    written = frame
    stream.write(`${head}${form.formatLine(frame)}\n`)
  }
  return {
    show(frame) {
      newest = frame
      if (written === undefined || frame.at / everySec !== written.at / everySec) write(frame)
    },
    note(when, what) {
      stream.write(`${formatNote(when, what, columns).join('\n')}\n`)
    },
    done() {
      if (newest !== undefined && newest !== written) write(newest)
      newest = undefined
    },
  }
}

function formatNote(when: string, what: string, columns: number): string[] {
  const width = Math.max(1, columns - when.length - 2)
  return wrapWords(toPlain(what), width, { isCut: true }).map((line, index) => {
    return `${index === 0 ? when : ' '.repeat(when.length)}  ${line}`
  })
}
