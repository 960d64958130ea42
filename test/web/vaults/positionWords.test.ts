import { describe, expect, test } from 'vitest'
import { actionNames, actionReasons, type DueAction } from '../../../client/vaults/decodeActed.ts'
import type { PositionNow } from '../../../client/vaults/readVault.ts'
import { describeDue, formatExposure } from '../../../web/vaults/positionWords.ts'

const due: DueAction = {
  action: 'none',
  reason: 'inside-band',
  status: 'active',
  driftPips: 12_000n,
  bandPips: 25_000n,
  returnPips: 0n,
  elapsedSec: 120n,
  navQuote: 10n ** 13n,
  heldQuote: -(10n ** 12n),
  targetQuote: -(10n ** 12n),
  tradeQuote: 0n,
}
const quote = { symbol: 'USD', decimals: 6 }
const say = (change: Partial<DueAction>) => {
  const now: PositionNow = {
    kind: 'position',
    due: { ...due, ...change },
    epochSec: 600n,
    riskParameters: `0x${'1'.repeat(40)}`,
    quote,
    risky: { symbol: 'WETH', decimals: 18 },
  }
  return describeDue(now)
}

describe('positionWords', () => {
  test('default: why it waits, and what it does', () => {
    expect(say({})).toBe('It waits: the drift of 1.2 % is within the band of 2.5 %.')
    expect(say({ reason: 'too-soon', driftPips: 30_000n })).toBe(
      'It waits: the drift of 3 % is above the band of 2.5 %, but the last trade was 2 min ago. It may trade again in 8 min.',
    )
    expect(say({ action: 'trade', reason: 'none', tradeQuote: -200_000_000_000n })).toBe(
      'As soon as somebody calls, it changes its exposure towards the target, by -$200,000.',
    )
    expect(formatExposure(-1_500_000n, quote)).toBe('-$1.5')
  })

  test('default: a sentence of its own for each reason and each action', () => {
    const reasons = actionReasons.filter((reason) => reason !== 'none')
    expect(new Set(reasons.map((reason) => say({ reason }))).size).toBe(reasons.length)
    const actions = actionNames.filter((action) => action !== 'none')
    const said = actions.map((action) => say({ action, reason: 'none' }))
    expect(new Set(said).size).toBe(actions.length)
  })
})
