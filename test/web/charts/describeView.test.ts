import { describe, expect, test } from 'vitest'
import { measureCorridor } from '../../../web/charts/corridorShares.ts'
import { describeView, type Seen } from '../../../web/charts/describeView.ts'
import { toEdges, toLine } from '../../../web/charts/lines.ts'
import { formatWithin } from '../../../web/charts/times.ts'

const BEGIN = 1_800_000_000
const range = { from: BEGIN, to: BEGIN + 600 }
const times = Float64Array.of(0, 100, 200, 300).map((sec) => BEGIN + sec)
const force = toLine({
  label: 'In force',
  kind: 'force',
  shape: 'step',
  times,
  values: Float64Array.of(5, 7, 2, 4),
})
const corridor = toEdges({
  label: 'the voted bounds',
  times: Float64Array.of(BEGIN, BEGIN + 250),
  lower: Float64Array.of(3, 1),
  upper: Float64Array.of(7, 9),
})
const seen: Seen = {
  lines: [force],
  corridor,
  marks: [
    { at: BEGIN + 100, label: 'one' },
    { at: BEGIN + 200, label: 'two' },
    { at: BEGIN + 9_000, label: 'later' },
  ],
  marksLabel: 'Pushes',
  range,
  isLog: false,
  knownTo: BEGIN + 500,
  format: (value) => `${value} %`,
}
const tellView = (of: Seen) => describeView(of).map((text) => text.replaceAll('\u00a0', ' '))
const at = (sec: number) => formatWithin(BEGIN + sec, range)

describe('describeView', () => {
  test('default: from when to when, lowest, highest, last, the corridor and the marks', () => {
    const [when, line, marks, ...more] = tellView(seen)
    expect(when).toContain('(2027-01-15 08:00:00 to 08:10:00 UTC)')
    // Beyond an edge from 200 to 250, at the upper one from 100 to 200, known until 500.
    expect(line).toBe(
      `In force: lowest 2 % at ${at(200)}, highest 7 % at ${at(100)}, last 4 %, outside of the voted bounds for 50 s (10 % of the time), at an edge for 100 s (20 % of the time).`,
    )
    expect(marks).toBe(`Pushes: 2, the last at ${at(200)}.`)
    expect(more).toEqual([])
  })

  test('behavior: a number is never parted from its unit', () => {
    expect(describeView(seen)[1]).toContain('lowest 2\u00a0%')
  })

  test('behavior: a value that was set before is told as the one at the beginning', () => {
    const [, line] = tellView({
      ...seen,
      corridor: undefined,
      range: { from: BEGIN + 120, to: BEGIN + 260 },
    })
    expect(line).toBe(`In force: lowest 2 % at ${at(200)}, highest 7 % at the beginning, last 2 %.`)
  })

  test('behavior: nothing, one value, the same value throughout, and 0 on a logarithmic scale', () => {
    const tell = (values: number[], part: Partial<Seen> = {}) =>
      tellView({
        ...seen,
        corridor: undefined,
        marks: [],
        lines: [
          toLine({
            label: 'Fee',
            kind: 'measure',
            shape: 'line',
            times: times.subarray(0, values.length),
            values: Float64Array.from(values),
          }),
        ],
        ...part,
      }).slice(1)
    expect(tell([])).toEqual(['Fee: no value in this part.'])
    expect(tell([3])).toEqual([`Fee: one value, 3 % at ${at(0)}.`])
    expect(tell([3, 3, 3])).toEqual(['Fee: 3 % throughout.'])
    expect(tell([3, 3, Number.NaN])).toEqual(['Fee: 3 % throughout, no value at the end.'])
    expect(tell([0, 3], { isLog: true }).at(-1)).toBe(
      'The scale is logarithmic: values of 0 and below stand at its lower edge.',
    )
    expect(tellView({ ...seen, lines: [], range: { from: BEGIN + 300, to: BEGIN + 400 } })).toEqual(
      [expect.any(String), 'Pushes: none in this part.'],
    )
  })

  test('behavior: the times of a corridor are those of a walk by seconds', () => {
    const count = (isIt: (value: number, low: number, high: number) => boolean) => {
      let sec = 0
      for (let now = BEGIN; now < BEGIN + 500; now++) {
        const value = [...times].findLastIndex((one) => one <= now)
        const edge = now < BEGIN + 250 ? [3, 7] : [1, 9]
        if (isIt([5, 7, 2, 4][value] as number, edge[0] as number, edge[1] as number)) sec++
      }
      return sec
    }
    expect(measureCorridor(force.pyramid, corridor, range, BEGIN + 500)).toEqual({
      knownSec: 500,
      outsideSec: count((value, low, high) => value < low || value > high),
      atEdgeSec: count((value, low, high) => value === low || value === high),
    })
  })
})
