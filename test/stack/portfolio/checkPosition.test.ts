import { describe, expect, test } from 'vitest'
import type { DueAction } from '../../../client/vaults/decodeActed.ts'
import type { Parameters } from '../../../core/index.ts'
import {
  type Act,
  checkPosition,
  type PositionLimits,
} from '../../../stack/portfolio/checkPosition.ts'

const limits: PositionLimits = {
  epochSec: 600n,
  maxDeviationPips: 0n,
  quoteDecimals: 6n,
  costPips: 6_000n,
}

/** Short too little by 4 % of $10,000,000: half of it is beyond the return line, and sold after one epoch. */
const due: DueAction = {
  action: 'trade',
  reason: 'none',
  status: 'active',
  driftPips: 40_000n,
  bandPips: 25_000n,
  returnPips: 20_000n,
  elapsedSec: 600n,
  navQuote: 10_000_000_000_000n,
  heldQuote: -4_600_000_000_000n,
  targetQuote: -5_000_000_000_000n,
  tradeQuote: -200_000_000_000n,
}
const parameters: Parameters = {
  aggressivenessPips: 1_000_000n,
  bandPips: 25_000n,
  maxTradeUsd: 200_000n,
  intervalSec: 600n,
  cppiMultiplierE3: 0n,
  guardPips: 0n,
  lotPips: 0n,
  returnPips: 20_000n,
}
const sold: Act = {
  blockNumber: 7n,
  blockAt: 10_600n,
  lastRebalanceAt: 10_000n,
  caller: `0x${'c'.repeat(40)}`,
  due,
  heldAfterQuote: -4_800_000_000_000n,
  navAfterQuote: 9_999_000_000_000n,
  tradedQuote: -200_000_000_000n,
  costQuote: 1_200_000_000n,
  parameters,
  transfersToCaller: 0,
}
const bought: Act = {
  ...sold,
  due: { ...due, heldQuote: -5_400_000_000_000n, tradeQuote: 200_000_000_000n },
  heldAfterQuote: -5_200_000_000_000n,
  tradedQuote: 200_000_000_000n,
}

const check = (change: Partial<Act>, from = sold) => checkPosition([{ ...from, ...change }], limits)
const checkDue = (change: Partial<DueAction>) => check({ due: { ...due, ...change } })
const checkUnder = (change: Partial<Parameters>) =>
  check({ parameters: { ...parameters, ...change } })

describe('checkPosition', () => {
  test('P-167 default: an act that keeps every promise to the last unit has no objection', () => {
    expect(checkPosition([sold, bought], limits)).toEqual([])
    // A trade that a price limit ended is no breach.
    expect(check({ tradedQuote: -1n, heldAfterQuote: due.heldQuote - 1n, costQuote: 0n })).toEqual(
      [],
    )
  })

  test.each<[string, string[]]>([
    [
      'block 7, trade: the band was 24999 pips, in force were 25000',
      checkDue({ bandPips: 24_999n }),
    ],
    [
      'block 7, trade: the return line was 20000 pips, in force were 19999',
      checkUnder({ returnPips: 19_999n }),
    ],
    [
      'block 7, trade: the drift was said to be 39999 pips, it was 40000',
      checkDue({ driftPips: 39_999n }),
    ],
    [
      'block 7, trade: 601 s are said to have passed since the trade before, in fact 600',
      checkDue({ elapsedSec: 601n }),
    ],
    [
      'block 7, trade: it traded after 599 s, and the epoch takes 600 s',
      check({ lastRebalanceAt: 10_001n, due: { ...due, elapsedSec: 599n } }),
    ],
    [
      'block 7, trade: 200000000000 of quote were ordered, planned were 199999800000',
      checkUnder({ aggressivenessPips: 999_999n }),
    ],
    [
      'block 7, trade: 200000000000 of quote were ordered, the largest trade was 199999000000',
      checkUnder({ maxTradeUsd: 199_999n }),
    ],
    [
      'block 7, trade: 200000000005 of quote were traded, ordered were 200000000000',
      check({ tradedQuote: -200_000_000_005n }),
    ],
    [
      'block 7, trade: it traded the other way than it ordered',
      check({ tradedQuote: 1n, heldAfterQuote: due.heldQuote + 1n, costQuote: 0n }),
    ],
    [
      'block 7, trade: it traded away from its target',
      check({
        due: { ...due, tradeQuote: 200_000_000_000n },
        tradedQuote: 200_000_000_000n,
        heldAfterQuote: -4_400_000_000_000n,
      }),
    ],
    [
      'block 7, trade: the exposure went from -4600000000000 to -4800010000005, past the return line at -4800000000000',
      check({ heldAfterQuote: -4_800_010_000_005n }),
    ],
    [
      'block 7, trade: it held -4600000000000 of quote afterwards, by its trade it should be -4800000000000',
      check({ heldAfterQuote: -4_600_000_000_000n }),
    ],
    [
      'block 7, trade: it cost 1200000005 of quote, allowed were 1200000004',
      check({ costQuote: 1_200_000_005n }),
    ],
    [`block 7, trade: its caller ${sold.caller} was paid`, check({ transfersToCaller: 1 })],
  ])('P-167 error: %s', (line, found) => {
    expect(found).toContain(line)
  })

  test('P-167 error: a drift within the band', () => {
    const within = { ...parameters, bandPips: 40_000n }
    expect(check({ parameters: within, due: { ...due, bandPips: 40_000n } })).toEqual([
      'block 7, trade: the drift of 40000 pips was within the band of 40000',
    ])
  })

  test('behavior: a cut comes at once and has no band, but the largest trade and the cost are limits', () => {
    const cut = { ...due, action: 'cut' as const, returnPips: 0n, elapsedSec: 1n }
    const at = { due: cut, lastRebalanceAt: 10_599n }
    expect(check(at)).toEqual([])
    expect(check({ ...at, parameters: { ...parameters, maxTradeUsd: 1n } })).toEqual([
      'block 7, cut: 200000000000 of quote were ordered, the largest trade was 1000000',
    ])
  })

  test('behavior: a roll has no rule to keep but its cost', () => {
    const roll = { ...due, action: 'roll' as const, bandPips: 0n, driftPips: 0n, navQuote: 0n }
    expect(check({ due: roll, costQuote: 100_000_000_000n })).toEqual([])
    expect(check({ due: roll, costQuote: 200_000_000_000n })).toHaveLength(1)
  })

  test('behavior: prices may disagree by what the vault allows', () => {
    const act = { ...sold, tradedQuote: -209_000_000_000n, heldAfterQuote: -4_809_000_000_000n }
    expect(checkPosition([act], { ...limits, maxDeviationPips: 50_000n })).toEqual([])
    expect(checkPosition([act], limits).length).toBeGreaterThan(0)
  })
})
