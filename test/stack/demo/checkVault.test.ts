import { describe, expect, test } from 'vitest'
import { checkVault, type Rebalance, type VaultLimits } from '../../../stack/demo/checkVault.ts'

const limits: VaultLimits = {
  epochSec: 600n,
  poolFeePips: 500n,
  slippageCapPips: 5_000n,
  quoteDecimals: 6n,
}
const NAV_QUOTE = 10_000_000_000_000n // $10,000,000

/** Of a drift of 4 % half is beyond the return line, and closed after one epoch, at the mean price and without cost: nothing is to spare. */
const bought: Rebalance = {
  blockNumber: 7n,
  blockAt: 10_600n,
  lastRebalanceAt: 10_000n,
  caller: `0x${'c'.repeat(40)}`,
  status: 'active',
  isRiskySold: false,
  isCut: false,
  weightBeforePips: 460_000n,
  weightAfterPips: 480_000n,
  targetWeightPips: 500_000n,
  bandPips: 25_000n,
  returnPips: 20_000n,
  elapsedSec: 600n,
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
    maxTradeUsd: 200_000n,
    intervalSec: 600n,
    cppiMultiplierE3: 0n,
    guardPips: 0n,
    lotPips: 0n,
    returnPips: 20_000n,
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
    // A trade of less than what is allowed is no breach.
    expect(check({ weightAfterPips: 460_001n, quoteAmount: 1n, riskyValueQuote: 1n })).toEqual([])
  })

  test('default: a return line beyond the band ends at the band', () => {
    const parameters = { ...bought.parameters, returnPips: 30_000n }
    const half = { quoteAmount: 150_000_000_000n, riskyValueQuote: 150_000_000_000n }
    const change = { parameters, ...half, returnPips: 25_000n, weightAfterPips: 475_000n }
    expect(check(change)).toEqual([])
    expect(check({ ...change, returnPips: 30_000n })[0]).toBe(
      'block 7: the return line was 30000 pips, in force were 25000',
    )
  })

  test('default: a cut comes at once, whatever band and time say, and goes all the way', () => {
    const cut = {
      isCut: true,
      blockAt: 10_001n,
      elapsedSec: 1n,
      returnPips: 0n,
      weightAfterPips: 500_000n,
      quoteAmount: 400_000_000_000n,
      riskyValueQuote: 400_000_000_000n,
    }
    const parameters = { ...bought.parameters, maxTradeUsd: 400_000n, bandPips: 25_000n }
    expect(check({ ...cut, parameters }, sold)).toEqual([])
    const [line] = check({ ...cut }, sold)
    expect(line).toBe(
      'block 7: 400000000000 of quote were traded, the largest trade was 200000000000',
    )
  })

  test('error: a band other than that in force, and a drift within it', () => {
    expect(check({ bandPips: 24_999n })).toEqual([
      'block 7: the band was 24999 pips, in force were 25000',
    ])
    const line = 'block 7: the drift of 40000 pips was within the band of 40000'
    const within = { ...bought.parameters, bandPips: 40_000n }
    expect(check({ bandPips: 40_000n, parameters: within })).toEqual([line])
  })

  test('error: sooner than an epoch after the last trade', () => {
    const soon = { blockAt: 10_599n, elapsedSec: 599n, quoteAmount: 1n, riskyValueQuote: 1n }
    expect(check({ ...soon, weightAfterPips: 460_001n })).toEqual([
      'block 7: it traded after 599 s, and the epoch takes 600 s',
    ])
  })

  test('error: time that has not passed', () => {
    expect(check({ elapsedSec: 601n })).toEqual([
      'block 7: 601 s are said to have passed since the rebalance before, in fact 600',
    ])
  })

  test('error: more than was planned', () => {
    const [line] = withParameters({ aggressivenessPips: 999_999n })
    expect(line).toBe('block 7: 200000000000 of quote were traded, planned were 199999800000')
    // A weight is rounded down, so that what is sold may be a pip of the net asset value more.
    expect(withParameters({ aggressivenessPips: 999_951n }, sold)).toEqual([])
    expect(withParameters({ aggressivenessPips: 999_949n }, sold)).toEqual([
      'block 7: 200000000000 of quote were traded, planned were 199999799490',
    ])
  })

  test('behavior: a lot is traded whole, time counts for one interval at most', () => {
    expect(withParameters({ aggressivenessPips: 0n, lotPips: 20_000n })).toEqual([])
    expect(withParameters({ aggressivenessPips: 0n, lotPips: 19_999n })).toEqual([
      'block 7: 200000000000 of quote were traded, planned were 199990000000',
    ])
    const late = { blockAt: 11_200n, elapsedSec: 1_200n }
    const slow = { ...bought.parameters, aggressivenessPips: 500_000n }
    expect(check({ ...late, parameters: { ...slow, intervalSec: 1_200n } })).toEqual([])
    expect(check({ ...late, parameters: { ...slow, intervalSec: 600n } })).toEqual([
      'block 7: 200000000000 of quote were traded, planned were 100000000000',
    ])
  })

  test('error: more than the largest trade', () => {
    expect(withParameters({ maxTradeUsd: 199_999n })).toEqual([
      'block 7: 200000000000 of quote were traded, the largest trade was 199999000000',
    ])
    // What was sold is valued: two units are its rounding.
    const rounded = { riskyValueQuote: 199_999_000_002n }
    const parameters = { ...sold.parameters, maxTradeUsd: 199_999n }
    expect(check({ ...rounded, parameters }, sold)).toEqual([])
    expect(check({ riskyValueQuote: 199_999_000_003n, parameters }, sold)).toEqual([
      'block 7: 199999000003 of quote were traded, the largest trade was 199999000000',
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

  test('error: a weight past the return line, by more than the trade gained', () => {
    expect(check({ weightAfterPips: 480_001n })).toEqual([])
    expect(check({ weightAfterPips: 480_002n })).toEqual([
      'block 7: the weight went from 460000 to 480002 pips, past the return line at 480000',
    ])
    expect(check({ weightAfterPips: 519_999n }, sold)).toEqual([])
    expect(check({ weightAfterPips: 519_998n }, sold)).toEqual([
      'block 7: the weight went from 540000 to 519998 pips, past the return line at 520000',
    ])
    // 2 % cheaper than the mean: $4,000 more of the risky token, of which the part outside the line is past it.
    const gain = { riskyValueQuote: 204_000_000_000n }
    expect(check({ ...gain, weightAfterPips: 480_208n })).toEqual([])
    expect(check({ ...gain, weightAfterPips: 480_210n }).length).toBe(1)
  })

  test('behavior: each rebalance is judged by itself, each promise by its own line', () => {
    const worse = { ...bought, blockNumber: 8n, elapsedSec: 1n, transfersToCaller: 2 }
    expect(checkVault([bought, worse, sold], limits)).toEqual([
      'block 8: 1 s are said to have passed since the rebalance before, in fact 600',
      `block 8: its caller 0x${'c'.repeat(40)} was paid`,
    ])
  })
})
