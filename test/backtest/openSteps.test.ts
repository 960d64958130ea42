import { describe, expect, test } from 'vitest'
import { openSteps } from '../../backtest/openSteps.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { StepRange } from '../../market/steps.ts'
import { strategies } from '../strategy/support/strategies.ts'

async function readVolatilities(name: string, range: StepRange = {}): Promise<number[]> {
  const found: number[] = []
  for await (const chunk of openSteps(diskReader, await openMarket(name), range, strategies)) {
    for (let index = 0; index < chunk.count; index++) {
      found.push(Math.sqrt((chunk.impliedVarianceWad[index] as number) / 1e18))
    }
  }
  return found
}

describe('openSteps', () => {
  test('default: what the latest option chain implies for thirty days', async () => {
    const found = await readVolatilities('eth-options-2026-01')
    expect(found).toHaveLength(22)
    // At-the-money marks of the recorded weeks lie between 50 and 63 %.
    expect(Math.min(...found)).toBeGreaterThan(0.5)
    expect(Math.max(...found)).toBeLessThan(0.63)
  })

  test('behavior: a run that begins later reads the same', async () => {
    const all = await readVolatilities('eth-options-2026-01')
    const late = await readVolatilities('eth-options-2026-01', { from: 1_768_000_000 })
    expect(late).toEqual(all.slice(-late.length))
    expect(late.length).toBeLessThan(22)
  })

  test('behavior: nothing where no options are recorded', async () => {
    const found = await readVolatilities('carry-2023', { to: 1_673_000_000 })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(Number.isNaN)).toBe(true)
  })
})
