import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../market/files/diskReader.ts'
import type { OptionSnapshot } from '../../../market/options.ts'
import { poolText, START_AT, writeFolder, writeLines } from '../support/writeFolder.ts'

const columns =
  'at,expiryAt,strikeUsd6,isCall,forwardUsd6,markVolatilityPips,markPips9,bidPips9,askPips9'
const option = (at: number, strike: number, isCall: number) => [
  at,
  START_AT + 1e6,
  strike,
  isCall,
  3e9,
  8e5,
  5e7,
  0,
  6e7,
]
const text = writeLines(columns, [
  option(START_AT, 2e9, 0),
  option(START_AT, 2e9, 1),
  option(START_AT + 86_400, 3e9, 1),
])

async function readAll(range = {}): Promise<OptionSnapshot[]> {
  const snapshots: OptionSnapshot[] = []
  const market = await writeFolder([{ kind: 'option', text }])
  for await (const snapshot of diskReader.readOptions(market, range)) snapshots.push(snapshot)
  return snapshots
}

describe('readOptions', () => {
  test('default: one snapshot a time; what is not recorded is NaN, and a bid of nobody is 0', async () => {
    const [first, second, ...more] = await readAll()
    expect(more).toEqual([])
    expect(first?.quotes.map(({ isCall }) => isCall)).toEqual([false, true])
    expect(second).toEqual({
      at: START_AT + 86_400,
      quotes: [
        {
          expiryAt: START_AT + 1e6,
          strikeUsd6: 3e9,
          isCall: true,
          forwardUsd6: 3e9,
          markVolatilityPips: 800_000,
          markPips9: 5e7,
          bidPips9: 0,
          askPips9: 6e7,
          deltaPips: Number.NaN,
          openInterestE3: Number.NaN,
        },
      ],
    })
  })

  test('behavior: a range cuts at its times', async () => {
    expect((await readAll({ from: START_AT + 1 })).map(({ at }) => at)).toEqual([START_AT + 86_400])
    expect((await readAll({ to: START_AT + 86_400 })).map(({ at }) => at)).toEqual([START_AT])
  })

  test('error: a market without options', async () => {
    const market = await writeFolder([{ kind: 'pool', text: poolText(2), stepSec: 60 }])
    await expect(diskReader.readOptions(market).next()).rejects.toThrow(
      /has no options; give a market/,
    )
  })
})
