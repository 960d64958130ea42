import type { WriteStream } from 'node:tty'
import { createLogUpdate } from 'log-update'
import { toPlain } from './fitText.ts'
import { formatFrame } from './formatFrame.ts'
import { formatLine } from './formatLine.ts'
import type { Frame } from './frame.ts'

export interface ViewOptions {
  /** A terminal's knows its own size, and whether it has colours. */
  stream: NodeJS.WritableStream & Partial<Pick<WriteStream, 'columns' | 'rows' | 'hasColors'>>
  /** Whether to redraw in place. */
  isLive: boolean
  /** Where the stream does not know. */
  columns: number
  /** Market time between two plain lines, seconds; at least 1. */
  everySec: bigint
}

export interface View {
  /** The newest frame; older ones may never be drawn. */
  show(frame: Frame): void
  /** A line that stays, above the frame. */
  note(line: string): void
  /** Leaves the newest frame on the screen, and the cursor as it was. */
  done(): void
}

export function createView(options: ViewOptions): View {
  return options.isLive ? createLiveView(options) : createPlainView(options)
}

/** Ten times a second. */
const LEAST_MS = 100

function createLiveView({ stream, columns }: ViewOptions): View {
  const log = createLogUpdate(stream, { defaultWidth: columns })
  const color = stream.hasColors?.() ?? false
  let newest: Frame | undefined
  let drawnMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const draw = () => {
    clearTimeout(timer)
    timer = undefined
    if (newest === undefined) return
    drawnMs = performance.now()
    const lines = formatFrame(newest, { columns: stream.columns ?? columns, color })
    // On a low terminal the vaults go, not the market: log-update by itself would cut above.
    log(lines.slice(0, Math.max(1, (stream.rows ?? 24) - 1)).join('\n'))
  }
  return {
    show(frame) {
      newest = frame
      if (timer !== undefined) return
      const waitMs = drawnMs + LEAST_MS - performance.now()
      if (waitMs <= 0) draw()
      // A frame that is due shall not keep a process alive that has ended otherwise.
      else timer = setTimeout(draw, waitMs).unref()
    },
    note(line) {
      log.persist(toPlain(line))
      draw()
    },
    done() {
      draw()
      log.done()
      newest = undefined
    },
  }
}

function createPlainView({ stream, everySec }: ViewOptions): View {
  let newest: Frame | undefined
  let written: Frame | undefined
  const write = (frame: Frame) => {
    written = frame
    stream.write(`${formatLine(frame)}\n`)
  }
  return {
    show(frame) {
      newest = frame
      if (written === undefined || frame.at / everySec !== written.at / everySec) write(frame)
    },
    note(line) {
      stream.write(`${toPlain(line)}\n`)
    },
    done() {
      if (newest !== undefined && newest !== written) write(newest)
      newest = undefined
    },
  }
}
