import { describe, expect, test } from 'vitest'
import { snap, step } from '../../../web/charts/cursor.ts'
import { readKey } from '../../../web/charts/keys.ts'
import { toLine } from '../../../web/charts/lines.ts'
import { nameFile } from '../../../web/charts/saveBlob.ts'

const lines = [
  toLine({
    label: 'A',
    kind: 'measure',
    shape: 'line',
    times: Float64Array.of(100, 200, 201, 300),
    values: Float64Array.of(1, 2, 3, 4),
  }),
]
const marks = [{ at: 250, label: 'Push' }]
const range = { from: 50, to: 400 }

describe('cursor', () => {
  test('default: it goes from point to point and mark to mark, and to the end', () => {
    const walk = (from: number, direction: 1 | -1) => {
      const stops: number[] = []
      for (let at = from; stops.at(-1) !== at; ) {
        stops.push(at)
        at = step(lines, marks, range, at, direction, 5)
      }
      return stops
    }
    // 201 is nearer to 200 than the cursor is seen to move.
    expect(walk(50, 1)).toEqual([50, 100, 200, 250, 300, 400])
    expect(walk(400, -1)).toEqual([400, 300, 250, 201, 100, 50])
  })

  test('behavior: a point or mark that is near takes it', () => {
    expect(snap(lines, marks, 246, 10)).toBe(250)
    expect(snap(lines, marks, 205, 10)).toBe(201)
    expect(snap(lines, marks, 150, 10)).toBe(150)
  })

  test('behavior: keys of the browser stay the browser’s', () => {
    const key = { key: '+', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }
    expect(readKey(key)).toEqual({ kind: 'zoom', factor: 0.5 })
    expect(readKey({ ...key, ctrlKey: true })).toBeUndefined()
    expect(readKey({ ...key, key: 'Tab' })).toBeUndefined()
    expect(readKey({ ...key, key: 'ArrowDown' })).toBeUndefined()
  })

  test('behavior: a file has a harmless name, whatever the title', () => {
    expect(nameFile('../Breite (ä) \u202e“x”', 1_800_000_000, 1_800_000_060, 'csv')).toBe(
      'breite-a-x-20270115T080000Z-20270115T080100Z.csv',
    )
    expect(nameFile('漢字', 0, 0, 'png')).toMatch(/^chart-/)
  })
})
