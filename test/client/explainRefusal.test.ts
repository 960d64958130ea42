import type { Abi, AbiParameter } from 'viem'
import { describe, expect, test } from 'vitest'
import { bookAbi, priceFeedAbi, priceVerifierAbi, remotePortfolioAbi } from '../../abi/index.ts'
import { explainRefusal } from '../../client/refusals/explainRefusal.ts'
import { readPublishedArtifact } from '../../deploy/contracts/gimbalModule.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'

type AbiError = Extract<Abi[number], { type: 'error' }>

/** Every error that the compiled contracts on a voter's path can give. */
const errors: [name: string, error: AbiError][] = [
  readArtifact('governance/GimbalGovernor').abi,
  readArtifact('governance/GimbalToken').abi,
  readArtifact('RiskParameters').abi,
  readArtifact('Model').abi,
  readPublishedArtifact('TimelockController').abi as Abi,
  readArtifact('bridge/AxelarMessenger').abi,
  readArtifact('bridge/HyperlaneMessenger').abi,
  readArtifact('bridge/ParametersSender').abi,
  readArtifact('bridge/RemoteParameters').abi,
  readArtifact('bridge/GovernanceSender').abi,
  readArtifact('bridge/GovernanceReceiver').abi,
  bookAbi,
  remotePortfolioAbi,
  priceFeedAbi,
  priceVerifierAbi,
].flatMap((abi) =>
  abi
    .filter((item) => item.type === 'error')
    .map((error): [string, AbiError] => [error.name, error]),
)

const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** A value of a type, as viem decodes it. */
function sample({ type, name = '' }: AbiParameter): unknown {
  if (type === 'address') return account
  if (type === 'string') return 'a text'
  if (type === 'bytes32' && name === 'field')
    return `0x${Buffer.from('bandPips').toString('hex')}${'00'.repeat(24)}`
  if (type === 'bytes32') return `0x${'ab'.repeat(32)}`
  const [, bits = '256'] = /^uint(\d+)?$/.exec(type) ?? []
  return Number(bits) <= 48 ? 3 : 1_800_000_000n
}

describe('explainRefusal', () => {
  test.each(errors)('default: %s is a sentence, not a name with numbers', (name, { inputs }) => {
    const sentence = explainRefusal('castVote', name, inputs.map(sample)) ?? ''
    expect(sentence).toMatch(/^[^A-Z]*\S+ \S+ \S+.*$/)
    expect(sentence).not.toContain(`${name}(`)
    expect(sentence).not.toMatch(/undefined|NaN|\[object/)
  })

  test('behavior: amounts have units, fields and markets have names, times are dates', () => {
    const threshold = 10_000n * 10n ** 18n
    const poor = explainRefusal('propose', 'GovernorInsufficientProposerVotes', [
      account,
      1n,
      threshold,
    ])
    expect(poor).toMatch(/has 0 votes, 10,000 are needed/)
    const band = `0x${Buffer.from('bandPips').toString('hex')}${'00'.repeat(24)}`
    expect(explainRefusal('execute', 'OutOfDomain', [band, 2_000_000n, 0n, 1_000_000n])).toBe(
      'bandPips is 200 %, the model allows 0 % to 100 %; change it in the draft',
    )
    const market = `0x${Buffer.from('weth-usd').toString('hex')}${'00'.repeat(24)}`
    expect(explainRefusal('execute', 'HaltedMarket', [market])).toMatch(
      /^the market weth-usd is halted/,
    )
    const window = [1_800_000_012n, 1_800_000_132n, 1_800_000_200n, 1_800_000_320n]
    expect(explainRefusal('proposeWithSnapshot', 'SnapshotWindowMismatch', window)).toMatch(
      /^the vote on Snapshot runs from 2027-01-15 08:00:12 UTC to .*sign the Snapshot proposal again$/,
    )
  })

  test.each([
    ['castVote', 3, /is defeated.*no vote counts any more.*change its title/],
    ['propose', 3, /is defeated.*change its title, or a word of it/],
    ['propose', 1, /it exists already as 0xabcdef12/],
    ['castVote', 0, /vote begins later.*sign a ballot now/],
    ['execute', 4, /gimbal queue 0xabcdef12 --yes/],
    ['queue', 7, /nothing left to do/],
  ])(
    'behavior: %s of a proposal in state %i says where it stands and what can be done',
    (name, state, wanted) => {
      const args = [0xabcdef12n << 224n, state, `0x${'00'.repeat(32)}`]
      expect(explainRefusal(name, 'GovernorUnexpectedProposalState', args)).toMatch(wanted)
    },
  )

  test('error: an error of another contract has no sentence', () => {
    expect(explainRefusal('castVote', 'SomebodyElses', [])).toBeUndefined()
    expect(explainRefusal('castVote', 'toString', [])).toBeUndefined()
  })
})
