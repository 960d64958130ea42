import { describe, expect, test } from 'vitest'
import type { VaultNow, VaultPlan } from '../../../client/vaults/readVault.ts'
import type { VaultTotals } from '../../../web/vaults/history.ts'
import { describeCosts, describePlan, formatRisky } from '../../../web/vaults/words.ts'

const quote = { symbol: 'USDL', decimals: 6 }
const now = (change: Partial<VaultPlan>): VaultNow =>
  ({
    epochSec: 600n,
    quote,
    plan: Object.assign(
      { driftPips: 52_000n, bandPips: 48_300n, returnPips: 26_100n, elapsedSec: 540n },
      change,
    ),
  }) as VaultNow

describe('describePlan', () => {
  test('default: what it waits for', () => {
    expect(describePlan(now({ reason: 'inside-band', driftPips: 18_400n }))).toBe(
      'It waits: the drift of 1.84 % is within the band of 4.83 %. It trades once the drift is above.',
    )
    expect(describePlan(now({ reason: 'too-soon' }))).toBe(
      'It waits: the drift of 5.2 % is above the band of 4.83 %, but the last trade was 9 min ago. It may trade again in 1 min.',
    )
  })

  test('behavior: what it would do', () => {
    const trade = { reason: 'none', tradeQuote: 148_872_365_190n } as const
    expect(describePlan(now({ ...trade, sellsRisky: false, isCut: false }))).toBe(
      'It trades as soon as somebody calls: it buys the risky token for $148,872.37. The drift of 5.2 % is above the band of 4.83 %; nothing takes it further than to a drift of 2.61 %.',
    )
    expect(describePlan(now({ ...trade, sellsRisky: true, isCut: true }))).toContain(
      'sells the risky token for $148,872.37, since the exposure is above what CPPI allows',
    )
  })

  test('behavior: every reason of the contract has words', () => {
    const reasons = ['no-parameters', 'price-unknown', 'price-deviates', 'empty', 'trade-too-small']
    const texts = reasons.map((reason) => describePlan(now({ reason } as Partial<VaultPlan>)))
    expect(new Set(texts).size).toBe(reasons.length)
    for (const text of texts) expect(text).toMatch(/^It (does not trade|holds nothing|waits)/)
  })
})

describe('describeCosts', () => {
  const paid = (name: string, costQuote: bigint, tradeCount: number, meanDriftPips?: bigint) => ({
    name,
    quote,
    totals: { tradeCount, costQuote, meanDriftPips } as VaultTotals,
  })

  test('default: who paid what, who drifted how far, and that one day proves nothing', () => {
    const vaults = [
      paid('gimbal', 587_810_000n, 1, 10_947n),
      paid('hold', 0n, 0, 21_302n),
      paid('fixed 2.5 %', 945_850_000n, 2, 6_060n),
    ]
    expect(describeCosts(vaults, 36_000n)).toEqual([
      'Fees and impact so far, the dearest first. fixed 2.5 %: $945.85 for 2 trades; gimbal: $587.81 for 1 trade.',
      'No trade, and so no cost: hold.',
      'On average hold was farthest from its target, by 2.1302 %, and fixed 2.5 % nearest, by 0.606 %. Cost is one side: a drift that stays is the other, and carries risk.',
      'This is 10 h of one market. One day proves nothing about a rule, and luck decides most of the difference in value: a backtest over many days can say more.',
    ])
  })

  test('behavior: nothing is said that is not known', () => {
    expect(describeCosts([], 0n)).toEqual([])
    expect(describeCosts([paid('gimbal', 0n, 0)], 0n)).toEqual([
      'No trade, and so no cost: gimbal.',
    ])
  })
})

describe('formatRisky', () => {
  test('default: four decimals at most', () => {
    expect(formatRisky(81_884_591_591_971_164_341n, { decimals: 18 })).toBe('81.8846')
  })
})
