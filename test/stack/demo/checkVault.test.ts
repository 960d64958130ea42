import { describe, expect, test } from 'vitest'
import { checkVault, type Rebalance, type VaultLimits } from '../../../stack/demo/checkVault.ts'

const limits: VaultLimits = {
  epochSec: 600n,
  poolFeePips: 500n,
  slippageCapPips: 5_000n,
  quoteDecimals: 6n,
}
const NAV_QUOTE = 10_000_000_000_000n // $10,000,000

/** Of a drift of 4 % half is closed after half an epoch, at the mean price and without cost: nothing is to spare. */
const bought: Rebalance = {
  blockNumber: 7n,
  blockAt: 10_300n,
  lastRebalanceAt: 10_000n,
  caller: `0x${'c'.repeat(40)}`,
  status: 'active',
  isRiskySold: false,
  weightBeforePips: 460_000n,
  weightAfterPips: 480_000n,
  targetWeightPips: 500_000n,
  bandPips: 25_000n,
  elapsedSec: 300n,
  riskyAmount: 100n * 10n ** 18n,
  quoteAmount: 200_000_000_000n,
  riskyValueQuote: 200_000_000_000n,
  costQuote: 0n,
  impactPips: 4_000n,
  navQuote: NAV_QUOTE,
  transfersToCaller: 0,
  parameters: {
    aggressivenessPips: 1_000_000n,
    bandPips: 25_000n,
    maxTradeUsd6: 200_000_000_000n,
    minIntervalSec: 600n,
    cppiMultiplierE3: 0n,
    guardPips: 0n,
  },
}
const sold: Rebalance = {
  ...bought,
  isRiskySold: true,
  weightBeforePips: 540_000n,
  weightAfterPips: 520_000n,
}

const check = (change: Partial<Rebalance>, from = bought) =>
  checkVault([{ ...from, ...change }], limits)
const withParameters = (change: Partial<Rebalance['parameters']>, from = bought) =>
  check({ parameters: { ...from.parameters, ...change } }, from)

describe('checkVault (P-48)', () => {
  test('default: a rebalance that keeps every promise to the last unit has no objection', () => {
    expect(checkVault([bought, sold], limits)).toEqual([])
    // To the whole way, as far as the band allows.
    const whole = { blockAt: 10_600n, elapsedSec: 600n, weightAfterPips: 500_000n }
    const twice = { quoteAmount: 400_000_000_000n, riskyValueQuote: 400_000_000_000n }
    const parameters = { ...bought.parameters, maxTradeUsd6: 400_000_000_000n }
    for (const from of [bought, sold]) {
      expect(check({ ...whole, ...twice, parameters }, from)).toEqual([])
    }
    // A trade of less than what is allowed is no breach.
    expect(check({ weightAfterPips: 460_001n, quoteAmount: 1n, riskyValueQuote: 1n })).toEqual([])
  })

  test('error: a band other than that in force, and a drift within it', () => {
    expect(check({ bandPips: 24_999n })).toEqual([
      'block 7: the band was 24999 pips, in force were 25000',
    ])
    const line = 'block 7: the drift of 40000 pips was within the band of 40000'
    const within = { bandPips: 40_000n, minIntervalSec: 300n }
    expect(check({ bandPips: 40_000n, parameters: { ...bought.parameters, ...within } })).toEqual([
      line,
    ])
  })

  test('error: too soon, for the drift that there was', () => {
    // 300 s of 4 % make good for 768 s of 2.5 %.
    expect(withParameters({ minIntervalSec: 768n })).toEqual([])
    expect(withParameters({ minIntervalSec: 769n })).toEqual([
      'block 7: a drift of 40000 pips was traded after 300 s, too soon for an interval of 769 s',
    ])
  })

  test('error: time that has not passed', () => {
    expect(check({ elapsedSec: 301n })).toEqual([
      'block 7: 301 s are said to have passed since the rebalance before, in fact 300',
    ])
  })

  test('error: more than the share of the drift', () => {
    const [line] = withParameters({ aggressivenessPips: 999_999n })
    expect(line).toBe(
      'block 7: 200000000000 of quote were traded, its share of the drift was 199999800000',
    )
    // A weight is rounded down, so that what is sold may be a pip of the net asset value more.
    expect(withParameters({ aggressivenessPips: 999_976n }, sold)).toEqual([])
    expect(withParameters({ aggressivenessPips: 999_974n }, sold)).toEqual([
      'block 7: 200000000000 of quote were traded, its share of the drift was 199999799870',
    ])
  })

  test('error: more than the largest trade', () => {
    expect(withParameters({ maxTradeUsd6: 199_999_999_999n })).toEqual([
      'block 7: 200000000000 of quote were traded, the largest trade was 199999999999',
    ])
    // What was sold is valued: two units are its rounding.
    expect(withParameters({ maxTradeUsd6: 199_999_999_998n }, sold)).toEqual([])
    expect(withParameters({ maxTradeUsd6: 199_999_999_997n }, sold)).toEqual([
      'block 7: 200000000000 of quote were traded, the largest trade was 199999999997',
    ])
  })

  test('error: dearer than fee and cap', () => {
    // 0.55 % of what was given: of $200,000 bought for, and of $200,000 and the cost sold.
    expect(check({ costQuote: 1_100_000_000n })).toEqual([])
    expect(check({ costQuote: 1_100_000_001n })).toEqual([
      'block 7: it cost 1100000001 of quote, allowed were 1100000000',
    ])
    expect(check({ costQuote: 1_106_083_459n }, sold)).toEqual([])
    expect(check({ costQuote: 1_106_083_461n }, sold)).toEqual([
      'block 7: it cost 1106083461 of quote, allowed were 1106083459',
    ])
  })

  test('error: a caller who was paid', () => {
    expect(check({ transfersToCaller: 1 })).toEqual([
      `block 7: its caller 0x${'c'.repeat(40)} was paid`,
    ])
  })

  test('error: a weight past the target, by more than the trade gained', () => {
    expect(check({ weightAfterPips: 500_001n })).toEqual([])
    expect(check({ weightAfterPips: 500_002n })).toEqual([
      'block 7: the weight went from 460000 to 500002 pips, past the target of 500000',
    ])
    expect(check({ weightAfterPips: 499_999n }, sold)).toEqual([])
    expect(check({ weightAfterPips: 499_998n }, sold)).toEqual([
      'block 7: the weight went from 540000 to 499998 pips, past the target of 500000',
    ])
    // 2 % cheaper than the mean: $4,000 more of the risky token, half of which is past the target.
    const gain = { riskyValueQuote: 204_000_000_000n }
    expect(check({ ...gain, weightAfterPips: 500_200n })).toEqual([])
    expect(check({ ...gain, weightAfterPips: 500_202n }).length).toBe(1)
  })

  test('behavior: each rebalance is judged by itself, each promise by its own line', () => {
    const worse = { ...bought, blockNumber: 8n, elapsedSec: 1n, transfersToCaller: 2 }
    expect(checkVault([bought, worse, sold], limits)).toEqual([
      'block 8: 1 s are said to have passed since the rebalance before, in fact 300',
      `block 8: its caller 0x${'c'.repeat(40)} was paid`,
    ])
  })
})
