import snapshot from '@snapshot-labs/snapshot.js'
import { getAddress, type Hex, parseEther, parseEventLogs } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSolidity } from '../support/buildSolidity.ts'
import {
  type Chain,
  connect,
  deployGovernance,
  type Governance,
  space,
} from './support/deployGovernance.ts'
import { type Envelope, type Sequencer, startSequencer } from './support/sequencer.ts'
import { idOf, postVote, type VoteFields } from './support/snapshotClient.ts'
import { openRound, type Round, toVote } from './support/snapshotRound.ts'

/** The contract's enum, in its order. */
const outcome = {
  counted: 0,
  replaced: 1,
  invalidChoice: 2,
  outsideWindow: 3,
  votedOnChain: 4,
  notNewer: 5,
  noVotes: 6,
  invalidSignature: 7,
} as const

const voters = [1, 2, 3].map((i) => privateKeyToAccount(`0x${i.toString(16).padStart(64, '0')}`))
const [proposer, second, third] = voters as [
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
]
const walletOwner = privateKeyToAccount(generatePrivateKey())

let chain: Chain
let governance: Governance
let sequencer: Sequencer
let wallet: Hex

beforeAll(async () => {
  await buildSolidity('SignerContracts')
  chain = await connect()
  sequencer = await startSequencer()
  wallet = (await chain.viem.deployContract('OwnedSigner', [walletOwner.address])).address
  const holders = [...voters.map(({ address }) => address), wallet]
  const amounts = ['30', '25', '20', '25'].map((amount) => parseEther(amount))
  governance = await deployGovernance(chain, holders, amounts)
}, 600_000)

afterAll(async () => {
  await sequencer.close()
  await chain.connection.close()
})

/** The block's time, which votes are dated with. */
async function now(): Promise<number> {
  return Number((await chain.publicClient.getBlock()).timestamp)
}

async function fieldsOf(round: Round, choice: number): Promise<VoteFields> {
  return { space, proposal: round.snapshotId, timestamp: await now(), choice }
}

/** What the contract would do with the envelopes, and does. */
async function cast(round: Round, envelopes: Envelope[]) {
  const { governor } = governance
  const parameters = [
    round.proposalId,
    envelopes.map(toVote),
    envelopes.map(({ sig }) => sig),
  ] as const
  const { result } = await governor.simulate.castVotesBySnapshotSig(parameters)
  const hash = await governor.write.castVotesBySnapshotSig(parameters)
  const receipt = await chain.publicClient.waitForTransactionReceipt({ hash })
  return { outcomes: [...result], logs: parseEventLogs({ abi: governor.abi, logs: receipt.logs }) }
}

async function tally(round: Round) {
  const [against, inFavour, abstain] = await governance.governor.read.proposalVotes([
    round.proposalId,
  ])
  return { against, inFavour, abstain }
}

describe('proposals of the published client', () => {
  it('default', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const [snapshotId] = await governance.governor.read.proposalSnapshotNaming([round.proposalId])
    expect(snapshotId).toBe(idOf(round.envelope))
    expect(round.envelope.data.message.from).toBe(proposer.address)
  })

  it('behavior: single-choice, no label, no discussion', async () => {
    const round = await openRound(chain, governance, sequencer, proposer, {
      type: 'single-choice',
      labels: [],
      discussion: '',
      app: '',
      title: 'Größer, ≤ 42 %',
    })
    const [snapshotId] = await governance.governor.read.proposalSnapshotNaming([round.proposalId])
    expect(snapshotId).toBe(idOf(round.envelope))
  })

  it('behavior: the plugins are JSON that the published schema takes', async () => {
    const { envelope, proposalId } = await openRound(chain, governance, sequencer, proposer)
    const { message } = envelope.data
    const plugins = JSON.parse(message.plugins as string)
    const { governor } = governance
    const chainId = await chain.publicClient.getChainId()
    expect(plugins).toEqual({
      gimbal: {
        governor: `eip155:${chainId}:${getAddress(governor.address)}`,
        proposalId: `0x${proposalId.toString(16).padStart(64, '0')}`,
      },
    })
    const { title, body, discussion, choices, labels, type, start, end, app, privacy } = message
    const payload = {
      name: title,
      body,
      discussion,
      choices,
      labels,
      type,
      start,
      end,
      app,
      privacy,
      snapshot: message.snapshot,
      metadata: { plugins },
    }
    expect(snapshot.utils.validateSchema(snapshot.schemas.proposal, payload)).toBe(true)
  })

  it.each([
    ['choices in another order', { choices: ['Against', 'For', 'Abstain'] }],
    ['plugins that name another proposal', { plugins: '{"gimbal":{}}' }],
    ['another space', { space: 'other.eth' }],
    ['another body', { body: 'Something else' }],
  ])('error: %s', async (_title, change) => {
    await expect(openRound(chain, governance, sequencer, proposer, change)).rejects.toThrow(
      'SnapshotIdMismatch',
    )
  })
})

describe('votes of the published client', () => {
  it('default', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const envelopes: Envelope[] = []
    for (const [i, account] of voters.entries()) {
      const fields = await fieldsOf(round, i + 1)
      envelopes.push(await postVote(sequencer, account, fields))
    }
    for (const { address, sig, data } of envelopes) {
      expect(await snapshot.utils.verify(address, sig, data)).toBe(true)
    }
    const { outcomes, logs } = await cast(round, envelopes)
    expect(outcomes).toEqual([outcome.counted, outcome.counted, outcome.counted])
    expect(logs.map(({ eventName }) => eventName)).toEqual([
      'VoteCast',
      'SnapshotVoteCounted',
      'VoteCast',
      'SnapshotVoteCounted',
      'VoteCast',
      'SnapshotVoteCounted',
    ])
    expect(await tally(round)).toEqual({
      inFavour: parseEther('30'),
      against: parseEther('25'),
      abstain: parseEther('20'),
    })
  })

  it('behavior: reason, app and metadata count as they were signed', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const envelope = await postVote(sequencer, second, {
      ...(await fieldsOf(round, 1)),
      type: 'single-choice',
      reason: 'Weil es „sicherer“ ist 🙂 '.repeat(20),
      app: 'gimbal-console',
      metadata: '{"a":1}',
    })
    const { outcomes, logs } = await cast(round, [envelope])
    expect(outcomes).toEqual([outcome.counted])
    const [log] = logs
    expect(log?.eventName === 'VoteCast' && log.args.reason).toBe(envelope.data.message.reason)
  })

  it('behavior: a contract wallet votes by its own rule', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const fields = await fieldsOf(round, 2)
    const owner = await postVote(sequencer, walletOwner, fields, wallet)
    const stranger = await postVote(sequencer, third, fields, wallet)
    expect(owner.data.message.from?.toString().toLowerCase()).toBe(wallet.toLowerCase())
    expect((await cast(round, [stranger])).outcomes).toEqual([outcome.invalidSignature])
    expect((await cast(round, [owner])).outcomes).toEqual([outcome.counted])
    expect((await tally(round)).against).toBe(parseEther('25'))
  })

  it('behavior: a changed vote replaces the first, in either order of delivery', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const fields = await fieldsOf(round, 1)
    const first = await postVote(sequencer, second, { ...fields, timestamp: fields.timestamp - 1 })
    const changed = await postVote(sequencer, second, { ...fields, choice: 3 })
    expect((await cast(round, [first, changed])).outcomes).toEqual([
      outcome.counted,
      outcome.replaced,
    ])
    expect((await cast(round, [first])).outcomes).toEqual([outcome.notNewer])
    expect(await tally(round)).toEqual({ inFavour: 0n, against: 0n, abstain: parseEther('25') })
  })

  it('behavior: a bad vote stops no other', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const fields = await fieldsOf(round, 1)
    const good = await postVote(sequencer, second, fields)
    const stranger = privateKeyToAccount(generatePrivateKey())
    const bad: [number, Envelope][] = [
      [
        outcome.invalidSignature,
        await postVote(sequencer, third, { ...fields, space: 'other.eth' }),
      ],
      [
        outcome.invalidSignature,
        await postVote(sequencer, third, { ...fields, proposal: `0x${'1'.repeat(64)}` }),
      ],
      [outcome.noVotes, await postVote(sequencer, stranger, fields)],
      [outcome.invalidChoice, await postVote(sequencer, third, { ...fields, choice: 4 })],
      [
        outcome.outsideWindow,
        await postVote(sequencer, third, { ...fields, timestamp: fields.timestamp + 86_400 }),
      ],
      [outcome.invalidSignature, tampered(await postVote(sequencer, third, fields))],
    ]
    const { outcomes, logs } = await cast(round, [...bad.map(([, envelope]) => envelope), good])
    expect(outcomes).toEqual([...bad.map(([wanted]) => wanted), outcome.counted])
    expect(logs.filter(({ eventName }) => eventName === 'VoteSkipped')).toHaveLength(bad.length)
    expect(await tally(round)).toEqual({ inFavour: parseEther('25'), against: 0n, abstain: 0n })
  })

  it('error: an alias key signs for a voter', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const alias = privateKeyToAccount(generatePrivateKey())
    const fields = { ...(await fieldsOf(round, 1)), from: second.address }
    const envelope = await postVote(sequencer, alias, fields)
    expect(envelope.address).toBe(alias.address)
    expect(envelope.data.message.from).toBe(second.address)
    expect((await cast(round, [envelope])).outcomes).toEqual([outcome.invalidSignature])
  })

  it('error: the types of earlier clients', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const { data } = await postVote(sequencer, second, await fieldsOf(round, 1))
    for (const [field, type] of [
      ['from', 'address'],
      ['proposal', 'bytes32'],
    ]) {
      const types = {
        Vote: (data.types.Vote ?? []).map((entry) =>
          entry.name === field ? { ...entry, type: type as string } : entry,
        ),
      }
      const sig = await second.signTypedData({ ...data, types, primaryType: 'Vote' })
      const envelope = { address: second.address, sig, data }
      expect((await cast(round, [envelope])).outcomes).toEqual([outcome.invalidSignature])
    }
  })

  it('error: a domain with a chain id', async () => {
    const round = await openRound(chain, governance, sequencer, proposer)
    const { data } = await postVote(sequencer, second, await fieldsOf(round, 1))
    const domain = { ...data.domain, chainId: await chain.publicClient.getChainId() }
    const sig = await second.signTypedData({ ...data, domain, primaryType: 'Vote' })
    const envelope = { address: second.address, sig, data }
    expect((await cast(round, [envelope])).outcomes).toEqual([outcome.invalidSignature])
  })
})

function tampered(envelope: Envelope): Envelope {
  return {
    ...envelope,
    data: { ...envelope.data, message: { ...envelope.data.message, choice: 2 } },
  }
}
