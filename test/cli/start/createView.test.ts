import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createView, type ViewOptions } from '../../../cli/start/createView.ts'
import { formatFrame } from '../../../cli/start/formatFrame.ts'
import { formatLine, lineHead } from '../../../cli/start/formatLine.ts'
import { at, calmFrame, shockFrame } from './support/frames.ts'
import { Terminal } from './support/terminal.ts'

const HIDE = '\u001b[?25l'
const SHOW = '\u001b[?25h'

function open(options: Partial<ViewOptions> = {}) {
  const screen = new Terminal(80, 24)
  const view = createView({
    stream: screen,
    isLive: true,
    color: false,
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
    view.note('   3.1 s', 'before the first frame')
    view.show(calmFrame)
    view.note('21:30', 'the proposal\nis executed\u001b[2J')
    const text = stripVTControlCharacters(screen.text)
    expect(text.startsWith('   3.1 s  before the first frame\n Gimbal')).toBe(true)
    expect(text).toContain('21:30  the proposal is executed?[2J\n Gimbal')
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
      view.note('  1.0 s', 'a note')
      view.show(shockFrame)
      view.done()
    } finally {
      process.stderr.isTTY = isTTY
    }
    expect(cursor.at(-1)).toBe(SHOW)
  })

  describe.each(['wraps', 'cuts'] as const)('whose new size %s what stands there', (mode) => {
    const sizes = [
      [60, 16],
      [120, 40],
      [61, 24],
      [80, 8],
      [30, 30],
      [80, 24],
    ] as const

    test('behavior: after each change there is one whole frame, and the last notes above it', () => {
      const screen = new Terminal(100, 30, mode)
      const { view } = open({ stream: screen })
      for (let count = 0; count < 40; count += 1) view.note('   3.1 s', `note ${count}`)
      view.show(calmFrame)
      for (const [columns, rows] of sizes) {
        vi.advanceTimersByTime(200)
        screen.resize(columns, rows)
        const lines = formatFrame(calmFrame, { columns, rows, color: false })
        const free = Math.max(0, rows - 1 - lines.length)
        const notes = Array.from({ length: free }, (_, at) => `   3.1 s  note ${40 - free + at}`)
        expect(screen.screen.slice(-(free + lines.length + 1))).toEqual([...notes, ...lines, ''])
        expect(
          screen.screen.filter((line) => line.startsWith(' Gimbal         Active')),
        ).toHaveLength(1)
      }
      view.done()
    })

    test('behavior: frames and notes that come between changes tear nothing', () => {
      const screen = new Terminal(80, 24, mode)
      const { view } = open({ stream: screen })
      view.show(calmFrame)
      for (const [index, [columns, rows]] of sizes.entries()) {
        // Sooner after the last frame than one is drawn.
        screen.resize(columns, rows)
        view.show(index % 2 === 0 ? shockFrame : calmFrame)
        view.note('   9.9 s', `size ${index}`)
        vi.advanceTimersByTime(100)
        view.show(minute(index))
        vi.advanceTimersByTime(100)
        const lines = formatFrame(minute(index), { columns, rows, color: false })
        expect(screen.screen.slice(-lines.length - 1)).toEqual([...lines, ''])
        expect(
          screen.screen.filter((line) => line.startsWith(' Gimbal         Active')),
        ).toHaveLength(1)
      }
      view.done()
      const drawn = screen.written.length
      screen.resize(40, 10)
      vi.advanceTimersByTime(1_000)
      expect(screen.written).toHaveLength(drawn)
    })
  })

  test('behavior: a change before the first frame draws nothing', () => {
    const { screen, view } = open()
    view.note('   0.1 s', 'the chain')
    screen.resize(60, 16)
    view.done()
    expect(screen.screen).toEqual(['   0.1 s  the chain', ''])
  })
})

describe('createView elsewhere', () => {
  test('default: one plain line for each time of the market, and the last frame', () => {
    const { screen, view } = open({ isLive: false })
    for (let count = 0; count <= 25; count += 1) view.show(minute(count))
    view.done()
    expect(screen.text).toBe(
      [lineHead, ...[0, 10, 20, 25].map((count) => formatLine(minute(count))), ''].join('\n'),
    )
  })

  test('behavior: prints nothing but plain lines, and each frame once', () => {
    const { screen, view } = open({ isLive: false })
    view.show(calmFrame)
    view.note('  1.0 s', 'a note\u001b[31m\nin two lines')
    view.show(shockFrame)
    view.done()
    view.done()
    expect(screen.text).toMatch(/^[\x20-\x7e\n]+$/)
    const lines = screen.text.trimEnd().split('\n')
    expect(lines).toEqual([
      lineHead,
      formatLine(calmFrame),
      '  1.0 s  a note?[31m in two lines',
      formatLine(shockFrame),
    ])
  })

  test('behavior: a long note goes on below itself, within 80 columns', () => {
    const { screen, view } = open({ isLive: false })
    view.note('     3.1 s', 'word '.repeat(30))
    const lines = screen.text.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^ {12}word/)
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
  })

  test('behavior: without any frame there is nothing to say', () => {
    for (const isLive of [true, false]) {
      const { screen, view } = open({ isLive })
      view.done()
      expect(screen.text).toBe('')
    }
  })
})
