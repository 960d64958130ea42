import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { governanceSenderAbi, remoteParametersAbi } from '../../../abi/index.ts'
import { loadCore } from '../../../core/index.ts'
import {
  completeDraft,
  type Document,
  decodeProposal,
  describeProposal,
  diffProposal,
  encodeProposal,
  examineDraft,
  formatDocument,
  formatProposalPage,
  hashDocument,
  listMarkets,
  type Proposal,
  ProposalError,
  type RemoteConfig,
  type RemoteStanding,
  readDocument,
  readDraft,
  verifyProposal,
} from '../../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyDocumentWithRemotes } from '../support/documents.ts'
import { contracts, localConfig, localMarkets } from '../support/localMarket.ts'

const market = LOCAL_MARKET_ID
const options = { seed: testSeed() }
const [chain] = contracts.remote.chains
const { governanceSender } = contracts.remote
const { bounds, fallbackVector } = localConfig
const timing = { epochSec: 600n, maxAgeSec: 3_600n, messageAgeSec: 1_800n }
const setMarket = {
  change: 'remote-market',
  chainId: chain.chainId,
  market,
  rationale: 'The protocol is on a second chain.',
  bounds,
  fallback: fallbackVector,
  timing,
} as const
const resume = {
  change: 'remote-resume',
  chainId: chain.chainId,
  market,
  rationale: 'It delivers again.',
} as const
const document: Document = { title: 'Two chains', summary: '', changes: [setMarket, resume] }
const readExample = (name: string) =>
  readFileSync(new URL(`../../../governance/examples/${name}.yaml`, import.meta.url), 'utf8')

/** What is refused of a draft, with the places. */
function findIssues(changes: Document['changes']): string[] {
  try {
    const draft = { title: 'Two chains', summary: '', changes }
    completeDraft(draft, localMarkets, undefined, contracts.remote.chains)
    return []
  } catch (error) {
    if (!(error instanceof ProposalError)) throw error
    return error.issues.map(({ path, got }) => `${path}: ${got}`)
  }
}

const core = await loadCore()

function describeIt(proposal: Proposal, standing: RemoteStanding | undefined) {
  const decoded = decodeProposal(proposal, contracts)
  const remotes = new Map(standing === undefined ? [] : [[chain.chainId, standing]])
  return describeProposal({
    proposal,
    decoded,
    verification: verifyProposal(proposal, contracts),
    state: 'active',
    diff: diffProposal(decoded, localMarkets, { core, remotes }),
    // 2026-01-08 00:00:00 UTC
    times: { endAt: 1_767_830_400n },
    homeDelaySec: 172_800n,
    tally: { forVotes: 0n, againstVotes: 0n, abstainVotes: 0n, quorumVotes: 1n },
  })
}

describe('changes for another chain', () => {
  test(
    'P-212 any document with changes for other chains becomes calls, and the calls the document, byte for byte',
    () => {
      const chains = [
        chain,
        { chainId: 10n, name: 'optimism', remoteParameters: governanceSender },
      ] as const
      const both = { ...contracts, remote: { governanceSender, chains } }
      fc.assert(
        fc.property(anyDocumentWithRemotes([chain.chainId, 10n]), (one) => {
          const proposal = encodeProposal(one, both)
          expect(verifyProposal(proposal, both).findings).toEqual([])
          expect(hashDocument(readDocument(formatDocument(one)))).toBe(hashDocument(one))
          return isDeepStrictEqual(decodeProposal(proposal, both).document, one)
        }),
        { ...options, numRuns: scaled(200) },
      )
    },
    scaledTimeout,
  )

  test('P-212 old and new of what is in force there are shown, with the chain and when', () => {
    const { epochSec, maxAgeSec } = timing
    const old: RemoteConfig = { bounds, fallbackVector, epochSec, maxAgeSec, messageAgeSec: 900n }
    const standing = { name: 'local-2', delaySec: 86_400n, markets: new Map([[market, old]]) }
    const page = describeIt(encodeProposal(document, contracts), standing)
    expect(page.changes.map(({ fields }) => fields.map(({ path }) => path))).toEqual([
      ['timing.messageAge'],
      [],
    ])
    expect(page.changes[0]?.fields[0]).toMatchObject({ from: { raw: 900n }, to: { raw: 1_800n } })
    // The vote, two days here, one there.
    const earliestAt = 1_767_830_400n + 172_800n + 86_400n
    expect(page.changes[0]?.remote).toMatchObject({ before: 'known', earliestAt })
    const text = formatProposalPage(page)
    expect(text).toContain('>> Change 1 is for another chain: local-2 (chain 31338)')
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /the timelock there has passed \(1 d\), not before 2026-01-11 00:00 UTC\. Until then the guardian there may cancel it/,
    )
    expect(text).toContain('15 min [900 s] -> 30 min [1800 s]')
  })

  test('behavior: a market that is new there, and a chain that does not answer, are told apart', () => {
    const proposal = encodeProposal(document, contracts)
    const markets = new Map([[market, undefined]])
    const isNew = describeIt(proposal, { name: 'local-2', delaySec: 60n, markets })
    expect(isNew.changes[0]?.remote?.before).toBe('none')
    const unknown = describeIt(proposal, undefined)
    expect(unknown.changes[0]?.remote).toEqual({ chainId: 31_338n, before: 'unknown' })
    for (const { changes } of [isNew, unknown]) {
      expect(changes[0]?.fields.every(({ from }) => from === undefined)).toBe(true)
      expect(changes[0]?.fields.length).toBeGreaterThan(40)
    }
    expect(formatProposalPage(isNew)).toContain('That chain has no such market yet')
    expect(formatProposalPage(unknown)).toContain('is not known here')
  })

  test('behavior: what voters read says that it is for another chain, and who may still stop it', () => {
    const { description } = encodeProposal(document, contracts)
    expect(description).toContain('## 1. Set the market weth-usd on chain 31338')
    expect(description).toContain('## 2. Resume the market weth-usd on chain 31338')
    expect(description).toContain('the guardian of that chain may cancel it')
    // It changes no market of this chain.
    expect(document.changes.flatMap(listMarkets)).toEqual([])
  })

  test('behavior: a document without such changes is what it was before there were any', () => {
    const { riskParameters } = contracts
    const plain = completeDraft(readDraft(readExample('policy')), localMarkets)
    const proposal = encodeProposal(plain, { riskParameters })
    const [calldata = '0x'] = proposal.calldatas
    // Taken from the version before.
    expect([
      hashDocument(plain),
      keccak256(stringToHex(proposal.description)),
      keccak256(calldata),
    ]).toEqual([
      '0xa717b6458bd0ec16b7893da72dd3e3cae41d69a31d09049e5ee227ede4ee99e8',
      '0x2beb023852eed697c46442ea9358678812537cb310779ac02d01078c6ccc9de5',
      '0x0a3f7c5e4ae3287f458d8303d858dcbab851bb0ac8bd7d9eee52c22b908f6afd',
    ])
    expect(encodeProposal(plain, contracts)).toEqual(proposal)
  })

  test('error: what RemoteParameters would refuse is refused in the draft, each at its place', () => {
    const late = { ...setMarket, timing: { ...timing, messageAgeSec: 3_601n } }
    expect(findIssues([late])).toEqual(['changes.0.timing.messageAge: 3601 s'])
    const short = {
      ...setMarket,
      timing: { epochSec: 7_200n, maxAgeSec: 3_600n, messageAgeSec: 1n },
    }
    expect(findIssues([short])).toEqual(['changes.0.timing.maxAge: 1 h'])
    const fallback = { ...fallbackVector, bandPips: 1n }
    expect(findIssues([{ ...setMarket, fallback }])).toEqual(['changes.0.fallback.band: 0.0001 %'])
    expect(findIssues([setMarket, setMarket])).toEqual([
      'changes.1.change: a second remote-market of weth-usd on chain 31338',
    ])
    const stranger = `0x${'11'.repeat(32)}` as Hex
    expect(findIssues([{ ...resume, market: stranger }])).toEqual([`changes.0.market: ${stranger}`])
    expect(findIssues([setMarket, resume])).toEqual([])
  })

  test('error: a chain that no vote reaches is refused before anything is signed', () => {
    expect(findIssues([{ ...resume, chainId: 10n }])).toEqual(['changes.0.chainId: 10'])
    const { riskParameters } = contracts
    expect(() => encodeProposal(document, { riskParameters })).toThrow(/names none under remotes/)
    const inForce = { markets: localMarkets, chains: [] }
    expect(examineDraft(readExample('remote-resume'), inForce).issues).toMatchObject([
      { path: 'changes.0.chainId', line: 9 },
    ])
  })
})

describe('records that no draft can make', () => {
  const inner = encodeFunctionData({
    abi: remoteParametersAbi,
    functionName: 'resume',
    args: [market],
  })
  const { remoteParameters, chainId } = chain
  const cases: [string, bigint, readonly Hex[], readonly Hex[], RegExp][] = [
    ['two calls', chainId, [remoteParameters, remoteParameters], [inner, inner], /no draft can/],
    ['another contract there', chainId, [governanceSender], [inner], /no draft can name/],
    ['no call', chainId, [], [], /no draft can name/],
    ['a chain without a name', 10n, [remoteParameters], [inner], /does not name/],
    [
      'another function there',
      chainId,
      [remoteParameters],
      [
        encodeFunctionData({
          abi: remoteParametersAbi,
          functionName: 'setMessenger',
          args: [governanceSender, true],
        }),
      ],
      /no draft can name/,
    ],
    ['bytes after its arguments', chainId, [remoteParameters], [`${inner}00`], /no draft can name/],
  ]

  test.each(cases)('error: %s is a danger', (_, to, targets, calls, message) => {
    const proposal = encodeProposal({ ...document, changes: [resume] }, contracts)
    const record = { abi: governanceSenderAbi, functionName: 'record' } as const
    const calldatas = [encodeFunctionData({ ...record, args: [to, targets, calls] })]
    const page = describeIt({ ...proposal, calldatas }, undefined)
    expect(page.warnings[0]).toMatch(/^DANGER: /)
    expect(page.warnings[0]).toMatch(message)
  })

  test('error: ether to the sender, and another figure than the text says, are dangers', () => {
    const proposal = encodeProposal(document, contracts)
    const { findings } = verifyProposal({ ...proposal, values: [0n, 1n] }, contracts)
    expect(findings[0]?.kind).toBe('call-sends-ether')
    const other = { ...setMarket, timing: { ...timing, maxAgeSec: 7_200n } }
    const { calldatas } = encodeProposal({ ...document, changes: [other, resume] }, contracts)
    expect(verifyProposal({ ...proposal, calldatas }, contracts).findings).toMatchObject([
      { kind: 'value-differs', path: 'timing.maxAge', text: '1 h', calldata: '2 h' },
    ])
  })

  test('error: a network without a bridge cannot read the call, and says so', () => {
    const proposal = encodeProposal(document, contracts)
    const { riskParameters } = contracts
    const { findings } = verifyProposal(proposal, { riskParameters })
    expect(findings.map(({ kind }) => kind).slice(0, 2)).toEqual(['call-unknown', 'call-unknown'])
  })
})
