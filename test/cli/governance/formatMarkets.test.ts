import { describe, expect, test } from 'vitest'
import { formatHistory } from '../../../cli/governance/formatHistory.ts'
import { formatMarketPage, formatMarkets } from '../../../cli/governance/formatMarkets.ts'
import { formatProposals } from '../../../cli/governance/formatProposals.ts'
import { formatDuration } from '../../../client/formatDuration.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { localConfig } from '../../governance/support/localMarket.ts'

const values = {
  aggressivenessPips: 1_000n,
  bandPips: 100_000n,
  maxTradeUsd: 10_000n,
  intervalSec: 4_294_967_295n,
  cppiMultiplierE3: 2_000n,
  guardPips: 200_000n,
  lotPips: 1_000n,
  returnPips: 50_000n,
}
const inForce = { status: 'active', isAwaitingEvidence: false, ageSec: 200n, values }

describe('formatMarketPage', () => {
  test('default: words and units, no limit, age and expiry', () => {
    const { maxAgeSec } = localConfig.freshness
    const lines = formatMarketPage(LOCAL_MARKET_ID, inForce, localConfig).split('\n')
    expect(lines.slice(0, 12)).toEqual([
      'market: weth-usd',
      'status: active',
      `evidence: 3 min 20 s old, expires in ${formatDuration(maxAgeSec - 200n)}`,
      'in force:',
      '  aggressiveness: 0.1 %',
      '  band: 10 %',
      '  max trade: $10,000',
      '  interval: no limit',
      '  CPPI multiplier: 2 x',
      '  guard: 20 %',
      '  lot: 0.1 %',
      '  return: 5 %',
    ])
    expect(lines.join('\n')).not.toMatch(/4294967295|Usd6|Pips|\w+E3:/)
  })

  test('behavior: evidence that is old, or not there', () => {
    const of = (ageSec: bigint | undefined) =>
      formatMarketPage(LOCAL_MARKET_ID, { ...inForce, ageSec }, localConfig).split('\n')[2]
    expect(of(undefined)).toBe('evidence: no evidence yet')
    const resumed = { ...inForce, status: 'fallback', isAwaitingEvidence: true }
    expect(formatMarketPage(LOCAL_MARKET_ID, resumed, localConfig)).toContain(
      'status: fallback, until the next report\n',
    )
    expect(of(localConfig.freshness.maxAgeSec + 60n)).toMatch(/old, expired 1 min ago$/)
  })
})

describe('formatMarkets', () => {
  test('default: one line of 80 columns each', () => {
    const row = { ...inForce, name: 'weth-usd', maxAgeSec: 86_399n, ageSec: 86_398n }
    expect(formatMarkets([row], 80)).toEqual([
      'weth-usd  active    band 10 %, 23 h 59 min old, expires in 1 s',
    ])
    expect(formatMarkets([{ ...row, name: 'a'.repeat(31) }], 80)).toEqual([
      `${'a'.repeat(31)}  active`,
      '  band 10 %, 23 h 59 min old, expires in 1 s',
    ])
    expect(formatMarkets([], 80)).toEqual(['no markets yet'])
  })
})

describe('formatHistory', () => {
  const entry = {
    at: 1_700_000_000n,
    blockNumber: 1n,
    logIndex: 0,
    transactionHash: '0x',
    event: 'X',
  } as const

  test('default: the time once, old and new values, and the proposal by its short id', () => {
    const changes = [{ label: 'largest band', from: '100.00 %', to: '20.00 %' }]
    const lines = formatHistory(
      [
        { ...entry, text: 'bounds set', changes, proposalId: 7n },
        {
          ...entry,
          text: 'value updated, tightening',
          changes: [],
          evidence: { kind: 'proven', largestTargetPips: 12_345n },
        },
      ],
      (id) => `0x${id}`,
      80,
    )
    expect(lines).toEqual([
      '2023-11-14 22:13:20 UTC bounds set, by proposal 0x7',
      '  largest band: 100.00 % -> 20.00 %',
      '2023-11-14 22:13:20 UTC value updated, tightening (proven, at most 1.2345 % from',
      '  the index)',
    ])
  })

  test('behavior: nothing is wider than the terminal', () => {
    const reporters = Array(5)
      .fill(`0x${'ab'.repeat(20)}`)
      .join(', ')
    const changes = [{ label: 'reporters', from: reporters, to: reporters }]
    const lines = formatHistory([{ ...entry, text: 'reporters set', changes }], String, 80)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  })
})

describe('formatProposals', () => {
  test('default: a title is cut where the line ends, and shown', () => {
    const row = { shortId: '0x1a2b3c4d', state: 'active' } as const
    const title = `a\x1b[8m ${'long '.repeat(40)}`
    const [line = ''] = formatProposals([{ ...row, title }], 60)
    expect(line).toMatch(/^0x1a2b3c4d {2}active {5}a\\x1b\[8m long .*…$/)
    expect(line).toHaveLength(60)
    expect(formatProposals([], 80)).toEqual(['no proposals yet'])
  })
})

describe('formatDuration', () => {
  test.each([
    [0n, '0 s'],
    [59n, '59 s'],
    [200n, '3 min 20 s'],
    [3_600n, '1 h'],
    [90_061n, '1 d 1 h'],
  ])('default: %s s is %s', (sec, text) => {
    expect(formatDuration(sec)).toBe(text)
  })
})
