import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exportCsv, toTextCell } from '../../../web/charts/exportCsv.ts'
import { createPyramid } from '../../../web/charts/pyramid.ts'
import type { SeenColumn } from '../../../web/charts/seenRows.ts'
import { arbitrarySeries, arbitraryWindow, cutWindow } from './support/arbitrarySeries.ts'

const column = (
  label: string,
  { times, values }: { times: Float64Array; values: Float64Array },
  isStep = false,
): SeenColumn => ({ label, pyramid: createPyramid(times, values), isStep })

/** RFC 4180, as small as it may be. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('exportCsv', () => {
  test('P-135 the file has each point that is seen, with the same value, and no other', () => {
    fc.assert(
      fc.property(
        arbitrarySeries(80),
        arbitrarySeries(80),
        arbitraryWindow,
        fc.boolean(),
        (first, second, window, isStep) => {
          const range = cutWindow(first.times, window)
          const columns = [column('A', first, isStep), column('B', second)]
          const [, ...rows] = parseCsv(exportCsv(columns, [], 'Pushes', '%', range))
          ;[first, second].forEach(({ times, values }, index) => {
            const read = rows
              .filter((cells) => cells[index + 2] !== '')
              .map((cells) => [Number(cells[0]), Number(cells[index + 2])])
            const seen = [...times.entries()]
              .filter(([at, time]) => {
                if (time > range.to) return false
                if (time >= range.from) return true
                // Still in force at the beginning.
                const isLastBefore = !((times[at + 1] ?? Number.POSITIVE_INFINITY) < range.from)
                return isStep && index === 0 && isLastBefore && !times.includes(range.from)
              })
              .map(([at, time]) => {
                const value = values[at] as number
                return [time, Number.isFinite(value) ? value : Number.NaN]
              })
            expect(read).toEqual(seen)
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('P-135 no text becomes a formula, wherever a spreadsheet cuts it', () => {
    const characters = '=+-@;,|\t\r\n "\'a\u00e9\uff1d\u200b\u202e\ufeff'
    const starts = ['=', '+', '-', '@', '\t=', '\r=', ' =', ';=', '\n@', '\uff1d', '\uff0b', '|-']
    for (const start of starts) {
      const cell = toTextCell(`${start}HYPERLINK("http://evil.example","x");=1`)
      expect(cell).toMatch(/^"[^"]*(""[^"]*)*"$/)
      // Neither as one cell, nor where a semicolon, a bar or a comma ends one.
      for (const part of cell.slice(1, -1).split(/[;,|]/)) {
        expect(part.trim()).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/)
      }
      expect(cell).not.toMatch(/\p{Cc}/u)
    }
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters) }), (text) => {
        const [row] = parseCsv(`${toTextCell(text)}\r\n`)
        expect(row).toHaveLength(1)
        expect(row?.[0]?.trim()).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/)
      }),
    )
  })

  test('default: unit in the header, Unix seconds and UTC, marks in their rows', () => {
    const times = Float64Array.of(1_800_000_000, 1_800_000_012)
    const text = exportCsv(
      [column('In force', { times, values: Float64Array.of(-0.1, Number.NaN) }, true)],
      [
        { at: 1_800_000_012, label: '=Push "2"' },
        { at: 1_800_000_013, label: 'Push 3' },
      ],
      'Pushes',
      '%',
      { from: 1_800_000_000, to: 1_800_000_060 },
    )
    expect(text).toBe(
      [
        '"time (Unix seconds)","time (ISO 8601, UTC)","In force (%)","Pushes"',
        '1800000000,2027-01-15T08:00:00Z,-0.1,',
        '1800000012,2027-01-15T08:00:12Z,NaN,"\'=Push ""2"""',
        '1800000013,2027-01-15T08:00:13Z,,"Push 3"',
        '',
      ].join('\r\n'),
    )
  })
})
