import { describe, expect, test } from 'vitest'
import type { VaultPlan } from '../../../client/vaults/readVault.ts'
import {
  chooseBlocks,
  type DatedPlan,
  type DatedTrade,
  drawDrifts,
  drawWeight,
  skipSetUp,
  sumTotals,
} from '../../../web/vaults/history.ts'

const plan = (change: Partial<VaultPlan> = {}): VaultPlan =>
  Object.assign(
    {
      reason: 'inside-band',
      sellsRisky: false,
      isCut: false,
      weightPips: 480_000n,
      targetWeightPips: 500_000n,
      driftPips: 20_000n,
      bandPips: 40_000n,
      returnPips: 10_000n,
      elapsedSec: 60n,
      navQuote: 1_000_000n,
      tradeQuote: 0n,
    } satisfies VaultPlan,
    change,
  )
const dated = (at: bigint, change: Partial<VaultPlan> = {}): DatedPlan => ({
  blockNumber: at,
  at,
  plan: plan(change),
})
const trade = (quoteAmount: bigint, costQuote: bigint) => ({ quoteAmount, costQuote }) as DatedTrade

describe('sumTotals', () => {
  test('default: what was traded and paid, and the drift by time', () => {
    const plans = [dated(0n), dated(10n, { driftPips: 50_000n }), dated(40n, { driftPips: 0n })]
    expect(sumTotals({ trades: [trade(1_000n, 4n), trade(3_000n, 8n)], plans })).toEqual({
      tradeCount: 2,
      tradedQuote: 4_000n,
      costQuote: 12n,
      costPips: 3_000n,
      // 2 % for 10 s, 5 % for 30 s.
      meanDriftPips: 42_500n,
      largestDriftPips: 50_000n,
    })
  })

  test('behavior: without a trade, and without a sample', () => {
    expect(sumTotals({ trades: [], plans: [] })).toEqual({
      tradeCount: 0,
      tradedQuote: 0n,
      costQuote: 0n,
      costPips: undefined,
      meanDriftPips: undefined,
      largestDriftPips: undefined,
    })
  })
})

describe('chooseBlocks', () => {
  test('default: spread over the life of a vault, and around each trade', () => {
    expect(chooseBlocks(10n, 100n, [55n, 10n], 4)).toEqual([10n, 40n, 54n, 55n, 70n, 100n])
  })

  test('behavior: a life of one block', () => {
    expect(chooseBlocks(7n, 7n, [], 96)).toEqual([7n])
  })
})

describe('drawWeight', () => {
  test('default: weight, target and both return lines, within the band', () => {
    const { series, corridor } = drawWeight([dated(1n), dated(2n, { weightPips: 530_000n })])
    expect(series.map(({ label, values }) => [label, ...values])).toEqual([
      ['weight', 48, 53],
      ['target', 50, 50],
      ['return, above', 51, 51],
      ['return, below', 49, 49],
    ])
    expect([...corridor.lower, ...corridor.upper]).toEqual([46, 46, 54, 54])
  })

  test('behavior: a distance has a sign, and a vault that is set up has none yet', () => {
    const plans = skipSetUp([
      dated(0n, { weightPips: 0n }),
      dated(1n),
      dated(2n, { weightPips: 0n }),
    ])
    const [line] = drawDrifts([{ name: 'gimbal', plans }])
    expect([...(line?.values ?? [])]).toEqual([-2, -50])
  })
})
