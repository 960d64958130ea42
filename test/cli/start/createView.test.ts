import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createView, type ViewOptions } from '../../../cli/start/createView.ts'
import { formatFrame } from '../../../cli/start/formatFrame.ts'
import { formatLine } from '../../../cli/start/formatLine.ts'
import { at, calmFrame, shockFrame } from './support/frames.ts'

const HIDE = '\u001b[?25l'
const SHOW = '\u001b[?25h'

/** Keeps what is written, as a terminal would get it. */
class Screen extends Writable {
  isTTY = true
  columns = 80
  rows = 24
  written: string[] = []
  hasColors = () => false
  override _write(chunk: Buffer, _: string, done: () => void) {
    this.written.push(String(chunk))
    done()
  }
  get text() {
    return this.written.join('')
  }
}

function open(options: Partial<ViewOptions> = {}) {
  const screen = new Screen()
  const view = createView({
    stream: screen,
    isLive: true,
    columns: 80,
    everySec: 600n,
    ...options,
  })
  return { screen, view }
}

const minute = (count: number) => ({ ...calmFrame, at: at('20:00') + BigInt(count) * 60n })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('createView on a terminal', () => {
  test('default: draws the frame at once, and what has changed of the next one', () => {
    const { screen, view } = open()
    view.show(calmFrame)
    const lines = formatFrame(calmFrame, { columns: 80, color: false })
    expect(stripVTControlCharacters(screen.text)).toBe(`${lines.join('\n')}\n`)
    vi.advanceTimersByTime(100)
    view.show(shockFrame)
    expect(screen.text).toContain('7,069 gwei')
    view.done()
  })

  test('behavior: draws ten times a second at most, and the newest frame in the end', () => {
    const { screen, view } = open()
    for (let count = 0; count < 100; count += 1) {
      view.show(minute(count))
      vi.advanceTimersByTime(10)
    }
    expect(screen.written.length).toBeGreaterThanOrEqual(9)
    expect(screen.written.length).toBeLessThanOrEqual(11)
    view.show(minute(101))
    view.done()
    expect(screen.written.at(-1)).toContain('21:41')
    const drawn = screen.written.length
    vi.advanceTimersByTime(1_000)
    expect(screen.written).toHaveLength(drawn)
  })

  test('behavior: a note stays above the frame, on one line', () => {
    const { screen, view } = open()
    view.note('   3.1 s  before the first frame')
    view.show(calmFrame)
    view.note('21:30 the proposal\nis executed\u001b[2J')
    const text = stripVTControlCharacters(screen.text)
    expect(text.startsWith('   3.1 s  before the first frame\n Gimbal')).toBe(true)
    expect(text).toContain('21:30 the proposal is executed?[2J\n Gimbal')
    expect(screen.text).not.toContain('\u001b[2J')
  })

  test('behavior: the cursor is hidden meanwhile and there again afterwards', () => {
    const cursor: string[] = []
    // The terminal behind a fake stream: the library takes standard error for it.
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      cursor.push(String(text))
      return true
    })
    const { isTTY } = process.stderr
    process.stderr.isTTY = true
    try {
      const { view } = open()
      view.show(calmFrame)
      expect(cursor.at(-1)).toBe(HIDE)
      view.note('a note')
      view.show(shockFrame)
      view.done()
    } finally {
      process.stderr.isTTY = isTTY
    }
    expect(cursor.at(-1)).toBe(SHOW)
  })

  test('behavior: takes the width and the height that the terminal has now', () => {
    const { screen, view } = open()
    view.show(calmFrame)
    Object.assign(screen, { columns: 60, rows: 10 })
    screen.written = []
    vi.advanceTimersByTime(100)
    view.show(shockFrame)
    view.done()
    const lines = stripVTControlCharacters(screen.text).trimEnd().split('\n')
    expect(lines).toEqual(formatFrame(shockFrame, { columns: 60, color: false }).slice(0, 9))
  })
})

describe('createView elsewhere', () => {
  test('default: one plain line for each time of the market, and the last frame', () => {
    const { screen, view } = open({ isLive: false })
    for (let count = 0; count <= 25; count += 1) view.show(minute(count))
    view.done()
    expect(screen.text).toBe(
      [0, 10, 20, 25].map((count) => `${formatLine(minute(count))}\n`).join(''),
    )
  })

  test('behavior: prints nothing but plain lines, and each frame once', () => {
    const { screen, view } = open({ isLive: false })
    view.show(calmFrame)
    view.note('a note\u001b[31m\nin two lines')
    view.show(shockFrame)
    view.done()
    view.done()
    expect(screen.text).toMatch(/^[\x20-\x7e\n]+$/)
    const lines = screen.text.trimEnd().split('\n')
    expect(lines).toEqual([
      ...[formatLine(calmFrame), 'a note?[31m in two lines', formatLine(shockFrame)],
    ])
  })

  test('behavior: without any frame there is nothing to say', () => {
    for (const isLive of [true, false]) {
      const { screen, view } = open({ isLive })
      view.done()
      expect(screen.text).toBe('')
    }
  })
})
