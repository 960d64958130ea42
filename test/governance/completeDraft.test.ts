import { type Hex, zeroAddress, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { toPlainChange } from '../../governance/formatDocument.ts'
import {
  completeDraft,
  type Document,
  formatDocument,
  ProposalError,
  parseMarket,
  readDraft,
} from '../../governance/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { localConfig, localMarkets } from './support/localMarket.ts'

const [first, second, third] = localConfig.reporters
const hash = `0x${'1'.repeat(64)}`

/** A draft of changes of the local market, completed. */
function complete(changes: readonly object[]): Document {
  const on = { market: 'weth-usd', rationale: 'A reason' }
  const draft = { gimbal: 1, title: 'A title', changes: changes.map((one) => ({ ...on, ...one })) }
  return completeDraft(readDraft(stringify(draft)), localMarkets)
}

const findIssues = (changes: readonly object[]) => findIssuesOf(() => complete(changes))

function findIssuesOf(run: () => void) {
  try {
    run()
  } catch (error) {
    if (error instanceof ProposalError) return error.issues
    throw error
  }
  return expect.fail('it was completed')
}

const { fallbackVector: fallback, ...rest } = localConfig
const { market: _, ...wholeMarket } = toPlainChange({
  change: 'market',
  market: LOCAL_MARKET_ID,
  rationale: 'A reason',
  ...rest,
  fallback,
})

describe('completeDraft', () => {
  test('default: a field that the draft leaves out has the value in force', () => {
    const { changes } = complete([
      { change: 'policy', policy: { z: '2' } },
      { change: 'bounds', bounds: { max: { band: '30 %' }, cooldown: '10 min' } },
      { change: 'fallback', fallback: { maxTrade: '$5,000' } },
      { change: 'reporters', threshold: 3 },
      { change: 'freshness', freshness: { maxAge: '1 h' } },
      { change: 'source', source: { portfolio: first } },
    ])
    const { policy, bounds, freshness, source, reporters } = localConfig
    expect(changes).toMatchObject([
      { policy: { ...policy, zE4: 20_000n } },
      { bounds: { ...bounds, max: { ...bounds.max, bandPips: 300_000n }, cooldownSec: 600n } },
      { fallback: { ...fallback, maxTradeUsd: 5_000n } },
      { reporters, threshold: 3n },
      { freshness: { ...freshness, maxAgeSec: 3_600n } },
      { source: { ...source, portfolio: first } },
    ])
  })

  test('behavior: reporters are sorted, in whatever order the draft has them', () => {
    const { changes } = complete([{ change: 'reporters', reporters: [third, first], threshold: 1 }])
    expect(changes[0]).toMatchObject({ reporters: [first, third] })
  })

  test('behavior: each change is checked against the result of the changes before it', () => {
    const bounds = { change: 'bounds', bounds: { max: { band: '9 %' } } }
    const lower = { change: 'fallback', fallback: { band: '8 %' } }
    expect(complete([lower, bounds]).changes).toHaveLength(2)
    // Narrowed first, the old fallback of 10 % is outside.
    expect(findIssues([bounds, lower])).toMatchObject([
      {
        path: 'changes.0.fallback.band',
        got: '10 %',
        allowed: expect.stringContaining('0.1 % to 9 %'),
      },
    ])
  })

  test('behavior: a market may be changed after the change that adds it', () => {
    const { changes } = complete([
      { ...wholeMarket, market: 'new' },
      { change: 'policy', market: 'new', policy: { z: '2' } },
    ])
    expect(changes[1]).toMatchObject({ policy: { ...localConfig.policy, zE4: 20_000n } })
  })

  test.each<[string, readonly object[], string, string]>([
    [
      'a change of nothing',
      [{ change: 'policy', policy: { z: '2.1' } }],
      'changes.0.policy',
      'in force',
    ],
    ['an empty change', [{ change: 'fallback', fallback: {} }], 'changes.0.fallback', 'in force'],
    [
      'a kind twice',
      [1, 2].map((z) => ({ change: 'policy', policy: { z } })),
      'changes.1.change',
      'policy of weth-usd',
    ],
    [
      'a market that nobody knows',
      [{ change: 'resume', market: 'btc' }],
      'changes.0.market',
      'btc',
    ],
    ['a market that is there', [wholeMarket], 'changes.0.market', 'weth-usd'],
    [
      'a min above its max',
      [{ change: 'bounds', bounds: { min: { interval: '1 d' }, max: { interval: '1 h' } } }],
      'changes.0.bounds.max.interval',
      '1 h',
    ],
    [
      'a fallback outside its bounds',
      [{ change: 'fallback', fallback: { band: '0.05 %' } }],
      'changes.0.fallback.band',
      '0.05 %',
    ],
    [
      'an epoch longer than maxAge',
      [{ change: 'policy', policy: { epoch: '1 h' } }],
      'changes.0.freshness.maxAge',
      '30 min',
    ],
    [
      'maxAge below the epoch',
      [{ change: 'freshness', freshness: { maxAge: '9 min', reportAge: '1 min' } }],
      'changes.0.freshness.maxAge',
      '9 min',
    ],
    [
      'reportAge above maxAge',
      [{ change: 'freshness', freshness: { reportAge: '31 min' } }],
      'changes.0.freshness.reportAge',
      '31 min',
    ],
    [
      'blocks whose hashes the chain does not keep',
      [{ change: 'freshness', freshness: { reportAgeBlocks: '8192 blocks' } }],
      'changes.0.freshness.reportAgeBlocks',
      '8192 blocks',
    ],
    [
      'a threshold above the number',
      [{ change: 'reporters', threshold: 4 }],
      'changes.0.threshold',
      '4',
    ],
    [
      'a reporter twice',
      [{ change: 'reporters', reporters: [first, second, first] }],
      'changes.0.reporters.1',
      `${first}`,
    ],
    [
      'the zero address',
      [{ change: 'reporters', reporters: [`0x${'0'.repeat(40)}`, first] }],
      'changes.0.reporters.0',
      '0x0000',
    ],
    [
      'one pool only',
      [{ change: 'source', source: { pool: `0x${'0'.repeat(40)}` } }],
      'changes.0.source.pool',
      'zero',
    ],
  ])('error: %s', (_, changes, path, got) => {
    const issues = findIssues(changes)
    expect(issues[0]?.path).toBe(path)
    expect(issues[0]?.got).toContain(got)
  })

  test('default: a model of some markets, and the standard model again', () => {
    const coreHash = `0x${'1'.repeat(64)}` as const
    const rationale = 'A reason'
    const on = { gimbal: 1, title: 'A title' }
    const model = {
      change: 'model',
      markets: ['weth-usd', 'new'],
      model: first,
      coreHash,
      rationale,
    }
    const added = { ...wholeMarket, market: 'new', rationale }
    const document = completeDraft(
      readDraft(stringify({ ...on, changes: [added, model] })),
      localMarkets,
    )
    const markets = [LOCAL_MARKET_ID, parseMarket('new')]
    expect(document.changes[1]).toEqual({
      change: 'model',
      markets,
      model: first,
      coreHash,
      rationale,
    })
    const own = { ...localConfig, model: first as Hex, coreHash }
    const back = { change: 'model', markets: ['weth-usd'], model: 'standard', rationale }
    const { changes } = completeDraft(
      readDraft(stringify({ ...on, changes: [back] })),
      new Map([[LOCAL_MARKET_ID, own]]),
    )
    expect(changes[0]).toMatchObject({ model: zeroAddress, coreHash: zeroHash })
  })

  test.each<[string, object, string, string]>([
    ['the model in force, again', { model: 'standard' }, 'markets.0', 'in force already'],
    ['a market that nobody knows', { markets: ['weth-usd', 'btc'] }, 'markets.1', 'btc'],
    [
      'a market twice',
      { markets: ['weth-usd', 'weth-usd'] },
      'change',
      'a second model of weth-usd',
    ],
    ['a model without its core', { coreHash: undefined }, 'coreHash', 'nothing'],
    ['the standard model with a core', { model: 'standard', coreHash: hash }, 'coreHash', hash],
  ])('error: %s', (_, part, path, got) => {
    const change = {
      change: 'model',
      rationale: 'A reason',
      markets: ['weth-usd'],
      model: first,
      ...(path === 'coreHash' || 'model' in part ? {} : { coreHash: hash }),
      ...part,
    }
    const text = stringify({ gimbal: 1, title: 'A title', changes: [change] })
    const issues = findIssuesOf(() => completeDraft(readDraft(text), localMarkets))
    expect(issues[0]).toMatchObject({ path: `changes.0.${path}` })
    expect(issues[0]?.got).toContain(got)
  })

  test('behavior: a chain that keeps more hashes takes older blocks', () => {
    const freshness = { ...localConfig.freshness, reportAgeBlocks: 393_168n }
    const change = { change: 'freshness', market: LOCAL_MARKET_ID, rationale: 'A reason' } as const
    const draft = { title: 'A title', summary: '', changes: [{ ...change, freshness }] }
    expect(completeDraft(draft, localMarkets, 393_168n).changes).toMatchObject([{ freshness }])
    expect(() => completeDraft(draft, localMarkets, 393_167n)).toThrow('393167 blocks or fewer')
  })

  test('error: every issue of every change, in one message', () => {
    const changes = [
      { change: 'reporters', threshold: 4 },
      { change: 'resume', market: 'btc' },
      { change: 'freshness', freshness: { reportAge: '31 min' } },
    ]
    expect(findIssues(changes).map(({ path }) => path)).toEqual([
      'changes.0.threshold',
      'changes.1.market',
      'changes.2.freshness.reportAge',
    ])
  })

  test('error: texts that could pass for the block, also from a draft that was never a text', () => {
    const change = { change: 'resume', market: LOCAL_MARKET_ID, rationale: '```gimbal' } as const
    const draft = { title: 'A title', summary: '', changes: [change] }
    expect(() => completeDraft(draft, localMarkets)).toThrow(ProposalError)
  })

  test('behavior: the example reads as it should', async () => {
    const { changes } = complete([
      { change: 'bounds', bounds: { max: { band: '30 %' } } },
      { change: 'reporters', threshold: 3 },
      { ...wholeMarket, market: 'new', reporters: [localAccounts.guardian.address], threshold: 1 },
    ])
    const document = { title: 'Let the band breathe', summary: 'In *calm* markets.', changes }
    await expect(formatDocument(document)).toMatchFileSnapshot('snapshots/document.yaml')
  })
})
