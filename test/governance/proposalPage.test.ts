import { type Hex, keccak256, parseUnits, zeroAddress, zeroHash } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore } from '../../core/index.ts'
import {
  type Change,
  completeDraft,
  type Draft,
  decodeProposal,
  describeProposal,
  diffProposal,
  encodeProposal,
  formatChanges,
  formatParameter,
  formatProposalPage,
  type Proposal,
  parseMarket,
  verifyProposal,
} from '../../governance/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { contracts, localConfig, localMarkets } from './support/localMarket.ts'

const market = LOCAL_MARKET_ID
const rationale = 'Two weeks of quiet; the band costs more than it saves.'
const draft: Draft = {
  title: 'Let the band breathe in calm markets',
  summary: 'Wider bounds, and a policy that fears less.',
  changes: [
    { change: 'fallback', market, rationale, fallback: { bandPips: 40_000n } },
    { change: 'policy', market, rationale, policy: { zE4: 20_000n, slippageCapPips: 10_000n } },
    {
      change: 'bounds',
      market,
      rationale,
      bounds: { max: { bandPips: 50_000n }, min: { guardPips: 2_000n }, cooldownSec: 600n },
    },
    { change: 'reporters', market, rationale, threshold: 1n },
    { change: 'resume', market, rationale },
  ],
}
const latest = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 2_000_000_000n,
  depthUsd6: 50_000_000_000_000n,
  depthRefUsd6: 50_000_000_000_000n,
  varianceWad: 250_000_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}
const worst = { ...latest, baseFeePerGas: 900_000_000_000n, depthUsd6: 5_000_000_000_000n }

describe('a proposal for voters', () => {
  let core: Core
  beforeAll(async () => {
    core = await loadCore()
  })

  const document = completeDraft(draft, localMarkets)
  const proposal = encodeProposal(document, contracts)

  function describeIt(one: Proposal) {
    const decoded = decodeProposal(one, contracts)
    return describeProposal({
      proposal: one,
      decoded,
      verification: verifyProposal(one, contracts),
      state: 'active',
      diff: diffProposal(decoded, localMarkets, {
        core,
        latest: new Map([[market, latest]]),
        worstHour: new Map([[market, worst]]),
      }),
      times: { createdAt: 1_767_225_600n, startAt: 1_767_312_000n, endAt: 1_767_744_000n },
      tally: {
        forVotes: parseUnits('600000', 18),
        againstVotes: parseUnits('200000.5', 18),
        abstainVotes: 0n,
        quorumVotes: parseUnits('400000', 18),
      },
      voters: [
        {
          address: localAccounts.voters[0].address,
          choice: 'for',
          votes: parseUnits('600000', 18),
        },
      ],
    })
  }

  test('default: what changes, from what to what, where in its range, and which way', () => {
    const diff = diffProposal(document, localMarkets, { core })
    expect(
      diff.map(({ fields }) => fields.map(({ path, direction }) => [path, direction])),
    ).toEqual([
      [['fallback.band', 'looser']],
      [
        ['policy.slippageCap', 'neutral'],
        ['policy.z', 'looser'],
      ],
      [
        ['bounds.min.guard', 'tighter'],
        ['bounds.max.band', 'looser'],
        ['bounds.cooldown', 'tighter'],
      ],
      [['threshold', 'looser']],
      [],
    ])
    expect(diff[2]?.fields[1]).toEqual({
      path: 'bounds.max.band',
      label: 'largest band',
      direction: 'looser',
      looser: 'down',
      from: { text: '100.00 % [1000000 pips]', raw: 1_000_000n, place: 1 },
      to: { text: '5.00 % [50000 pips]', raw: 50_000n, place: 0.05 },
      range: {
        min: { text: '0.00 % [0 pips]', raw: 0n },
        max: { text: '100.00 % [1000000 pips]', raw: 1_000_000n },
      },
    })
  })

  test.each<[path: string, direction: string, part: object]>([
    ['bounds.max.aggressiveness', 'tighter', { max: { aggressivenessPips: 1n } }],
    ['bounds.stepUp.aggressiveness', 'looser', { stepUp: { aggressivenessPips: 200_000n } }],
    ['bounds.stepDown.aggressiveness', 'looser', { stepDown: { aggressivenessPips: 1n } }],
    ['bounds.stepUp.band', 'looser', { stepUp: { bandPips: 1n } }],
    ['bounds.stepDown.band', 'tighter', { stepDown: { bandPips: 1n } }],
    ['bounds.budget.band', 'looser', { budget: { bandPips: 600_000n } }],
    ['bounds.min.lot', 'looser', { min: { lotPips: 1n } }],
    ['bounds.stepUp.return', 'looser', { stepUp: { returnPips: 1n } }],
    ['bounds.stepUp.lot', 'looser', { stepUp: { lotPips: 100_000n } }],
    ['bounds.budgetWindow', 'looser', { budgetWindowSec: 1n }],
  ])('behavior: a change of %s is %s', (path, direction, part) => {
    const { bounds } = localConfig
    const merged = Object.fromEntries(
      Object.entries(bounds).map(([key, value]) => {
        const own = (part as Record<string, unknown>)[key]
        return [key, typeof value === 'bigint' ? (own ?? value) : { ...value, ...(own as object) }]
      }),
    ) as unknown as typeof bounds
    const change = { change: 'bounds', market, rationale, bounds: merged } as const
    const [diff] = diffProposal({ changes: [change] }, localMarkets, { core })
    expect(diff?.fields).toMatchObject([{ path, direction }])
  })

  test("behavior: the model before and after is the core's, and is bounded as it will be", () => {
    const [, policy, bounds] = describeIt(proposal).changes
    const after = core.evaluate(worst, {
      ...localConfig.policy,
      zE4: 20_000n,
      slippageCapPips: 10_000n,
    })
    const before = core.evaluate(worst, localConfig.policy)
    const [, worstHour] = policy?.model ?? []
    expect(worstHour?.targets.map(({ to }) => to.raw)).toEqual(Object.values(after))
    expect(worstHour?.targets.map(({ from }) => from?.raw)).toEqual(Object.values(before))
    const band = bounds?.model[1]?.targets[1]
    expect(band?.to.raw).toBe(after.bandPips)
    expect(band?.boundedTo.raw).toBe(after.bandPips < 50_000n ? after.bandPips : 50_000n)
  })

  test('behavior: where nothing moves the price, the interval has no limit, nowhere 4294967295 s', () => {
    const calm = { ...latest, varianceWad: 0n }
    const changes = [{ change: 'policy', market, rationale, policy: { zE4: 1n } } as const]
    const document = completeDraft({ ...draft, changes }, localMarkets)
    const diff = diffProposal(document, localMarkets, { core, latest: new Map([[market, calm]]) })
    const interval = diff[0]?.model[0]?.targets.find(({ name }) => name === 'interval')
    expect(interval?.to).toEqual({ text: 'no limit', raw: 4_294_967_295n })
    expect(formatChanges(diff)).toContain('    interval: no limit, as before')
    expect(formatChanges(diff)).not.toContain('4294967295')
    expect(formatParameter('intervalSec', 4_294_967_295n)).toBe('no limit')
  })

  test('behavior: a model of two markets is compared market by market, and not evaluated', () => {
    const other = parseMarket('other') as Hex
    const own = { model: contracts.riskParameters, coreHash: keccak256('0x01') }
    const markets = new Map([...localMarkets, [other, { ...localConfig, ...own }]])
    const model = { change: 'model', rationale, markets: [market, other] } as const
    const changes: Change[] = [
      { ...model, model: zeroAddress, coreHash: zeroHash },
      { ...model, ...own },
      { change: 'policy', market, rationale, policy: { ...localConfig.policy, zE4: 1n } },
    ]
    const diff = diffProposal({ changes }, markets, { core, latest: new Map([[market, latest]]) })
    const shown = { text: `${own.model}, twin of the core ${own.coreHash}` }
    const standard = { text: 'standard' }
    expect(diff.map(({ label }) => label)).toEqual([
      'Set the model of weth-usd, other',
      'Set the model of weth-usd, other',
      'Set the policy of weth-usd',
    ])
    expect(diff[0]?.fields).toMatchObject([
      { path: 'other.model', label: 'model of other', from: shown, to: standard },
    ])
    expect(diff[1]?.fields).toMatchObject([
      { path: 'weth-usd.model', from: standard, to: shown },
      { path: 'other.model', from: standard, to: shown },
    ])
    // What another model returns is not known here.
    expect(diff[2]?.model).toEqual([])
    const [change] = changes.slice(2)
    const evaluate = (standardCoreHash: Hex) =>
      diffProposal({ changes: [change as Change] }, localMarkets, {
        core,
        standardCoreHash,
        latest: new Map([[market, latest]]),
      })[0]?.model
    expect(evaluate(core.hash)).toHaveLength(1)
    expect(evaluate(own.coreHash)).toEqual([])
  })

  test('behavior: the page reads as it should', async () => {
    const page = describeIt(proposal)
    expect(page).toMatchObject({
      warnings: [],
      tally: { isQuorumReached: true, quorum: { share: 1.5 } },
    })
    const text = formatProposalPage(page, { timeZone: 'Asia/Tokyo' })
    await expect(text).toMatchFileSnapshot('snapshots/page.txt')
    const tooLong = text.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '))
    expect(tooLong).toEqual([])
  })

  test('behavior: a call that cannot be decoded is the first thing that a voter sees', () => {
    const page = describeIt({
      targets: [...proposal.targets, `0x${'12'.repeat(20)}`],
      values: [...proposal.values, 1n],
      calldatas: [...proposal.calldatas, '0xdeadbeef'],
      description: '# All is well',
    })
    expect(page.warnings[0]).toMatch(/^DANGER: call 6 calls another contract: 0x1212/)
    const lines = formatProposalPage(page).split('\n')
    expect(lines[0]).toBe('Proposal: All is well')
    expect(lines[3]).toMatch(/^!! DANGER/)
    expect(page).not.toHaveProperty('documentHash')
  })

  test('error: an unknown time zone', () => {
    const page = describeIt(proposal)
    expect(() => formatProposalPage(page, { timeZone: 'Mars/Base' })).toThrow(RangeError)
  })
})
