import { encodeFunctionData, type Hex, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { guardianAbi } from '../../abi/index.ts'
import {
  type Document,
  decodeProposal,
  describeForProposer,
  encodeProposal,
  hashDocument,
  type Proposal,
  renderDescription,
  verifyProposal,
} from '../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { contracts, localConfig } from './support/localMarket.ts'

const market = LOCAL_MARKET_ID
const document: Document = {
  title: 'Let the band breathe',
  summary: 'In calm markets.\n\n- point',
  changes: [
    {
      change: 'policy',
      market,
      rationale: 'Less fear',
      policy: { ...localConfig.policy, zE4: 20_000n },
    },
    { change: 'fallback', market, rationale: 'More care', fallback: localConfig.fallbackVector },
  ],
}
const proposal = encodeProposal(document, contracts)

const encodeOne = (change: Document['changes'][number]) =>
  encodeProposal({ ...document, changes: [change] }, contracts).calldatas[0] as Hex

/** The proposal with one more call. */
function withCall(calldata: Hex, target: Hex = contracts.riskParameters, value = 0n): Proposal {
  return {
    targets: [...proposal.targets, target],
    values: [...proposal.values, value],
    calldatas: [...proposal.calldatas, calldata],
    description: proposal.description,
  }
}

const findKinds = (changed: Proposal) =>
  verifyProposal(changed, contracts).findings.map(({ kind }) => kind)

describe('verifyProposal', () => {
  test('default: a proposal as it was encoded is consistent', () => {
    expect(verifyProposal(proposal, contracts)).toEqual({ isConsistent: true, findings: [] })
    expect(decodeProposal(proposal, contracts).document).toEqual(document)
  })

  test("behavior: the line with a backtest's hash leaves the document and the verdict as they are", () => {
    const backtestHash = `0x${'ab'.repeat(32)}` as const
    const bound = encodeProposal(document, contracts, { backtestHash })
    expect(bound.description).toBe(`${proposal.description}\nBacktest: ${backtestHash}`)
    expect(verifyProposal(bound, contracts)).toEqual({ isConsistent: true, findings: [] })
    expect(decodeProposal(bound, contracts)).toMatchObject({ document, backtestHash })
    expect(decodeProposal(proposal, contracts)).not.toHaveProperty('backtestHash')
    const proposer = '0x00000000000000000000000000000000000000A1'
    const description = describeForProposer(bound.description, proposer)
    expect(verifyProposal({ ...bound, description }, contracts).isConsistent).toBe(true)
  })

  test("error: a line that is no backtest's hash, or a second one, is prose", () => {
    const hash = `0x${'ab'.repeat(32)}`
    for (const line of [
      'Backtest: 0x12',
      `Backtest: ${hash}\nBacktest: ${hash}`,
      `backtest: ${hash}`,
    ]) {
      const description = `${proposal.description}\n${line}`
      expect(findKinds({ ...proposal, description })).toEqual(['prose-differs'])
    }
  })

  test('behavior: a field that the calldata has otherwise is named with both values', () => {
    const policy = { ...localConfig.policy, zE4: 20_000n, gasUnits: 300_001n }
    const calldata = encodeOne({ change: 'policy', market, rationale: 'Less fear', policy })
    const tampered = { ...proposal, calldatas: [calldata, proposal.calldatas[1] as Hex] }
    expect(verifyProposal(tampered, contracts)).toMatchObject({
      isConsistent: false,
      findings: [
        {
          kind: 'value-differs',
          call: 0,
          path: 'policy.gas',
          text: '300,000 gas',
          calldata: '300,001 gas',
        },
      ],
    })
    expect(decodeProposal(tampered, contracts).changes[0]).toMatchObject({ policy })
  })

  test('behavior: a call that the text does not have is hidden, a change without a call missing', () => {
    const resume = encodeOne({ change: 'resume', market, rationale: 'Go' })
    const hidden = withCall(resume)
    expect(findKinds(hidden)).toEqual(['call-hidden'])
    expect(decodeProposal(hidden, contracts)).not.toHaveProperty('document')
    // The same kind of change a second time, after the one that the text has.
    expect(findKinds(withCall(proposal.calldatas[0] as Hex))).toEqual(['call-hidden'])
    const [targets, values, calldatas] = [
      proposal.targets,
      proposal.values,
      proposal.calldatas,
    ].map((list) => (list as unknown[]).slice(1))
    const short = { ...proposal, targets, values, calldatas } as Proposal
    expect(findKinds(short)).toEqual(['call-missing'])
    expect(findKinds({ ...proposal, calldatas: proposal.calldatas.toReversed() })).toEqual([
      'call-order-differs',
    ])
  })

  test('behavior: a call that cannot be decoded is reported first, with its target and function', () => {
    const halt = encodeFunctionData({ abi: guardianAbi, functionName: 'halt', args: [market] })
    const mint = encodeFunctionData({ abi: parseAbi(['function mint()']), functionName: 'mint' })
    const other = `0x${'12'.repeat(20)}` as const
    const fallback = proposal.calldatas[1] as Hex
    const cases: [Proposal, string, string][] = [
      [withCall(mint, other), 'call-unknown', 'target'],
      [withCall(halt), 'call-unknown', 'selector'],
      [withCall('0x'), 'call-unknown', 'selector'],
      [withCall(fallback, contracts.riskParameters, 1n), 'call-sends-ether', 'value'],
      // Bytes after the arguments, bits above a field's type, an argument that is too short.
      [withCall(`${fallback}00`), 'call-unknown', 'malformed'],
      [withCall(fallback.replace(/^(.{74})00/, '$101') as Hex), 'call-unknown', 'malformed'],
      [withCall(fallback.slice(0, -2) as Hex), 'call-unknown', 'malformed'],
    ]
    for (const [changed, kind, reason] of cases) {
      expect(findKinds(changed)[0]).toBe(kind)
      expect(decodeProposal(changed, contracts).changes[2]).toMatchObject({ index: 2, reason })
    }
  })

  test('behavior: values that the contract would refuse are malformed', () => {
    const abi = parseAbi([
      'function setFreshness(bytes32, (uint32,uint32,uint32))',
      'function setReporters(bytes32, address[], uint32)',
    ])
    const [reporter = '0x'] = localConfig.reporters
    const refused = [
      encodeFunctionData({ abi, functionName: 'setFreshness', args: [market, [600, 601, 1]] }),
      encodeFunctionData({
        abi,
        functionName: 'setFreshness',
        args: [market, [600, 600, 393_169]],
      }),
      encodeFunctionData({
        abi,
        functionName: 'setReporters',
        args: [market, [reporter, reporter], 1],
      }),
      encodeFunctionData({ abi, functionName: 'setReporters', args: [market, [reporter], 2] }),
    ]
    for (const calldata of refused) {
      const { changes } = decodeProposal(withCall(calldata), contracts)
      expect(changes[2]).toMatchObject({ reason: 'malformed' })
    }
  })

  test("behavior: a hash that is not the document's is a lie", () => {
    const lie = `0x${'ab'.repeat(32)}` as const
    const description = proposal.description.replace(hashDocument(document), lie)
    expect(findKinds({ ...proposal, description })).toEqual(['hash-differs'])
    const without = proposal.description.replace(/\nDocument: .*$/, '')
    expect(findKinds({ ...proposal, description: without })).toContain('hash-missing')
  })

  test('behavior: prose that differs from the document is found at any place', () => {
    const lies = [
      proposal.description.replace('- policy.z: 2', '- policy.z: 3'),
      proposal.description.replace('# Let', '# Never let'),
      proposal.description.replace('Less fear', 'More fear'),
      `${proposal.description}\nTrust me.`,
      `\n${proposal.description}`,
      `${proposal.description}\n#proposer=0x1234`,
    ]
    for (const description of lies) {
      expect(findKinds({ ...proposal, description })).toContain('prose-differs')
    }
  })

  test('behavior: of two blocks, the last counts, and the first is prose that differs', () => {
    const other = { ...document, title: 'Another' }
    const description = `${renderDescription(other)}\n\n${proposal.description}`
    expect(decodeProposal({ ...proposal, description }, contracts).title).toBe(document.title)
    expect(findKinds({ ...proposal, description })).toEqual(['prose-differs'])
  })

  test('behavior: without a block, or with one that is no document, nothing is consistent', () => {
    expect(findKinds({ ...proposal, description: '# Title\n\nTrust me.' })).toEqual([
      'block-missing',
    ])
    const description = proposal.description.replace('gimbal: 1', 'gimbal: 2')
    expect(findKinds({ ...proposal, description })).toEqual(['block-malformed'])
    const open = proposal.description.replace(/```\n\nDocument.*$/, '')
    expect(findKinds({ ...proposal, description: open })).toContain('hash-missing')
    const decoded = decodeProposal({ ...proposal, description: '# Title\n\nText' }, contracts)
    expect(decoded).toMatchObject({ title: 'Title', changes: [{ rationale: '' }, {}] })
  })

  test.each([
    ['quotes', '"'.repeat(60_000)],
    ['groups', '{a: '.repeat(15_000)],
    ['lists', '- '.repeat(30_000)],
    ['keys', Array.from({ length: 6_000 }, (_, key) => `k${key}: 1`).join('\n')],
    ['letters', 'a'.repeat(300_000)],
  ])('behavior: a block of nothing but %s is not read, so that nobody waits for it', (_, block) => {
    const description = `# Title\n\n\`\`\`gimbal\n${block}\n\`\`\`\n`
    const { changes } = decodeProposal({ ...proposal, description }, contracts)
    expect(changes).toHaveLength(proposal.targets.length)
    const { findings } = verifyProposal({ ...proposal, description }, contracts)
    expect(findings.map(({ message }) => message).join()).toMatch(/too large to be read/)
  })

  test('error: a document that the contract would refuse is not encoded', () => {
    const bounds = { ...localConfig.bounds, budgetWindowSec: 0n }
    const changes = [{ change: 'bounds', market, rationale: 'A reason', bounds } as const]
    expect(() => encodeProposal({ ...document, changes }, contracts)).toThrow('1 s to ')
  })
})
