import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  completeDraft,
  type DecodedProposal,
  type Draft,
  decodeProposal,
  encodeProposal,
  examineDraft,
  type Proposal,
  readDraft,
} from '../../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { addChange, EMPTY_DRAFT } from '../../../web/pages/draft/model/editDraft.ts'
import { startRemote, toRemoteStart } from '../../../web/pages/draft/model/startChange.ts'
import { cutTitle, isCut } from '../../../web/proposals/cutTitle.ts'
import { judge } from '../../../web/proposals/judge.ts'
import { saySummary, summarize } from '../../../web/proposals/summarize.ts'
import { contracts, localMarkets } from '../../governance/support/localMarket.ts'

const market = LOCAL_MARKET_ID
const draft: Draft = {
  title: 'Two changes',
  summary: '',
  changes: [
    { change: 'policy', market, rationale: 'r', policy: { zE4: 30_000n } },
    { change: 'bounds', market, rationale: 'r', bounds: { cooldownSec: 600n } },
  ],
}
const proposal = encodeProposal(completeDraft(draft, localMarkets), contracts)
const withCall: Proposal = {
  ...proposal,
  targets: [...proposal.targets, `0x${'12'.repeat(20)}`],
  values: [...proposal.values, 0n],
  calldatas: [...proposal.calldatas, '0x12345678'],
}
const decode = (one: Proposal): DecodedProposal => decodeProposal(one, contracts)

describe('summarize', () => {
  test('default: markets, kinds, and which way they go', () => {
    expect(saySummary(summarize(decode(proposal), localMarkets))).toBe(
      'weth-usd: policy 1 tighter; bounds 1 tighter',
    )
  })

  test('behavior: without what is in force only the kinds are named', () => {
    expect(saySummary(summarize(decode(proposal)))).toBe('weth-usd: policy; bounds')
  })

  test('behavior: unknown calls come first', () => {
    expect(saySummary(summarize(decode(withCall), localMarkets))).toMatch(/^1 unknown call · weth/)
  })

  test('behavior: what is in force already is said to be', () => {
    const after = new Map(localMarkets)
    const [config] = after.values()
    if (config === undefined) throw new Error('there is no market')
    after.set(market, {
      ...config,
      policy: { ...config.policy, zE4: 30_000n },
      bounds: { ...config.bounds, cooldownSec: 600n },
    })
    expect(saySummary(summarize(decode(proposal), after))).toBe(
      'weth-usd: policy as in force; bounds as in force',
    )
  })
})

describe('a change for another chain', () => {
  const remote = readDraft(
    readFileSync(
      new URL('../../../governance/examples/remote-market.yaml', import.meta.url),
      'utf8',
    ),
  )

  test('default: the list names the chain, and says nothing of the market here', () => {
    const decoded = decode(encodeProposal(completeDraft(remote, localMarkets), contracts))
    expect(saySummary(summarize(decoded, localMarkets))).toBe(
      'weth-usd on chain 31338: all settings',
    )
  })

  test('behavior: it is a danger where the network does not know the chain', () => {
    const { riskParameters } = contracts
    const made = encodeProposal(completeDraft(remote, localMarkets), contracts)
    expect(judge(made, contracts)).toBeUndefined()
    expect(judge(made, { riskParameters })).toBe('danger')
  })

  test('behavior: it starts from what is in force there, or from what is here', () => {
    const [here] = localMarkets.values()
    const [change] = remote.changes
    if (here === undefined || change?.change !== 'remote-market') throw new Error('no market')
    const { bounds, fallback, timing } = change
    const there = { bounds, fallbackVector: fallback, ...timing }
    expect(toRemoteStart(there, here)).toMatchObject({ timing: { maxAge: '1 h' } })
    const start = startRemote('remote-market', 31_338n, 'weth-usd', toRemoteStart(undefined, here))
    const text = addChange(EMPTY_DRAFT, start)
    const examined = examineDraft(text, { markets: localMarkets, chains: contracts.remote.chains })
    // Title and reason are all that is left to write.
    expect(examined.issues.map(({ path }) => path)).toEqual(['title', 'changes.0.rationale'])
    expect(examined.changes[0]?.change).toMatchObject({
      chainId: 31_338n,
      bounds: here.bounds,
      timing: { epochSec: here.policy.epochSec, messageAgeSec: here.freshness.reportAgeSec },
    })
  })
})

describe('judge', () => {
  test('default: text and calls agree', () => {
    expect(judge(proposal, contracts)).toBeUndefined()
  })

  test('behavior: an unknown call, a missing one and another figure are dangers', () => {
    expect(judge(withCall, contracts)).toBe('danger')
    const [target] = proposal.targets
    const [calldata] = proposal.calldatas
    const half = { ...proposal, targets: [target], values: [0n], calldatas: [calldata] }
    expect(judge(half as Proposal, contracts)).toBe('danger')
    const description = proposal.description.replaceAll('"3"', '"2"').replaceAll('z: 3', 'z: 2')
    expect(judge({ ...proposal, description }, contracts)).toBe('danger')
  })

  test('behavior: a text that nobody can compare asks for care', () => {
    expect(judge({ ...proposal, description: '# Only a title' }, contracts)).toBe('careful')
    const description = proposal.description.replace('## 1.', '## One.')
    expect(judge({ ...proposal, description }, contracts)).toBe('careful')
  })
})

describe('cutTitle', () => {
  test('default: as much as a heading holds, with escapes', () => {
    expect(cutTitle('Calm bands')).toBe('Calm bands')
    expect(cutTitle('a\u202eb')).toBe('a\\u{202e}b')
    expect(cutTitle(' ')).toBe('(no title)')
    const long = 'W'.repeat(60_000)
    expect([isCut(long), cutTitle(long).length]).toEqual([true, 162])
  })
})
