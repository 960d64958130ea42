import { describe, expect, test } from 'vitest'
import { selectRows } from '../../backtest/selectRows.ts'
import { MARKET_DAY_AT as DAY_AT } from '../market/support/createRecording.ts'
import { createRows } from '../market/support/createRows.ts'

const minutesOf = (rows: { at: bigint }[]) => rows.map(({ at }) => Number(at - DAY_AT) / 60)

describe('selectRows', () => {
  test('default: calm rows come at even times only, with the first and the last', () => {
    const rows = createRows(62).slice(1)
    expect(minutesOf(selectRows(rows, 1_800n))).toEqual([32, 60, 90, 120, 150, 152])
  })

  test('behavior: a turn between them is shown, with what leads up to it', () => {
    const rows = createRows(61, (index) => ({
      bandPips: BigInt(20_000 + Math.max(0, 40_000 - 10_000 * Math.abs(index - 22))),
    }))
    // Row 22 stands at 74 minutes; rows 18 and 26 are calm again.
    expect(minutesOf(selectRows(rows, 1_800n))).toEqual([30, 60, 66, 74, 82, 90, 120, 150])
  })

  test('behavior: any of the eight parameters counts, small changes do not', () => {
    const rows = (change: object) => createRows(61, (index) => (index === 22 ? change : {}))
    expect(minutesOf(selectRows(rows({ guardPips: 20_000n }), 1_800n))).toContain(74)
    expect(minutesOf(selectRows(rows({ intervalSec: 600n }), 1_800n))).toContain(74)
    expect(minutesOf(selectRows(rows({ returnPips: 0n }), 1_800n))).toContain(74)
    expect(minutesOf(selectRows(rows({ guardPips: 10_900n }), 1_800n))).not.toContain(74)
  })

  test('behavior: no more than 60 rows, unless the even ones alone are more', () => {
    const wild = createRows(700, (index) => ({ bandPips: BigInt(1 + ((index * 7_919) % 90_001)) }))
    expect(selectRows(wild, 1_800n)).toHaveLength(60)
    expect(selectRows(wild, 120n)).toHaveLength(700)
    expect(selectRows(wild.slice(0, 1), 1_800n)).toHaveLength(1)
    expect(selectRows([], 1_800n)).toEqual([])
  })
})
