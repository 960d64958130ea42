import snapshot from '@snapshot-labs/snapshot.js'
import { type Hex, verifyMessage } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createVote,
  type Envelope,
  getSnapshotId,
  MessageRefusedError,
  signMessage,
} from '../../../snapshot/index.ts'
import {
  accountAt,
  author,
  DELAY_SEC,
  PERIOD_SEC,
  START_AT,
  settings,
  space,
  startTestHub,
  stranger,
} from './support/startTestHub.ts'

type TestHub = Awaited<ReturnType<typeof startTestHub>>

let test: TestHub
beforeEach(async () => {
  test = await startTestHub()
})
afterEach(() => test.hub.close())

/** Posts anything, and returns why the sequencer refuses it. */
async function refusalOf(body: unknown): Promise<string> {
  const response = await fetch(test.hub.sequencerUrl, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  expect([response.status, answer.error]).toEqual([400, 'client_error'])
  return answer.error_description
}

/** The envelope of a vote with fields that `createVote` would not give. */
const signAny = async (proposal: Hex, fields: object): Promise<Envelope> => {
  const from = author.address
  const data = createVote({ from, space, proposal, timestamp: test.clock.nowAt, choice: 1 })
  return signMessage(author, { ...data, message: { ...data.message, ...fields } })
}

describe('startHub', () => {
  it('default: takes what the published client posts, and answers with a signed receipt', async () => {
    const proposal = await test.openVote()
    const web3 = {
      _signTypedData: (
        domain: object,
        types: Record<string, { name: string; type: string }[]>,
        message: Record<string, unknown>,
      ) => author.signTypedData({ domain, types, primaryType: 'Vote', message }),
    }
    const published = new snapshot.Client712(test.hub.sequencerUrl)
    const fields = { space, proposal, type: 'basic' as const, choice: 2, app: 'Gimbal Bot' }
    const timestamp = test.clock.nowAt
    const posted = (await published.vote(web3 as never, author.address, {
      ...fields,
      timestamp,
    })) as { id: Hex; ipfs: string; relayer: { address: Hex; receipt: Hex } }
    expect(test.hub.votes).toEqual([
      {
        id: posted.id,
        ipfs: posted.ipfs,
        voter: author.address,
        created: timestamp,
        space,
        proposal,
        choice: 2,
        reason: '',
        app: 'gimbal-bot',
        metadata: {},
        vp: 10,
      },
    ])
    const pinned = await (await fetch(`${test.hub.ipfsUrl}/ipfs/${posted.ipfs}`)).json()
    expect(pinned.hash).toBe(posted.id)
    expect(getSnapshotId(pinned.data)).toBe(posted.id)
    expect(posted.ipfs).toMatch(/^bafkrei[a-z2-7]{52}$/)
    const { address, receipt } = posted.relayer
    expect(await verifyMessage({ address, message: pinned.sig, signature: receipt })).toBe(true)
  })

  it('behavior: a later vote replaces, an earlier one and one of the same second do not', async () => {
    const proposal = await test.openVote()
    const { nowAt } = test.clock
    await test.client.post(await test.signVote({ proposal }))
    const later = await test.signVote({ proposal, choice: 2, timestamp: nowAt + 1 })
    await test.client.post(later)
    expect(test.hub.votes.map(({ choice }) => choice)).toEqual([2])
    const earlier = await test.signVote({ proposal, choice: 3, timestamp: nowAt })
    expect(await refusalOf(earlier)).toBe('already voted at later time')
    const same = await Promise.all(
      [1, 3].map((choice) => test.signVote({ proposal, choice, timestamp: nowAt + 1 })),
    )
    const laterId = getSnapshotId(later.data)
    for (const vote of same.toSorted((a, b) => (getId(a) < getId(b) ? -1 : 1))) {
      if (getId(vote) > laterId) await test.client.post(vote)
      else expect(await refusalOf(vote)).toBe('already voted same time with lower index')
    }
  })

  it('behavior: a contract signs where the callback says so', async () => {
    await test.hub.close()
    const asked: unknown[] = []
    test = await startTestHub({
      verifyContractSignature: (...parts) => asked.push(parts) === 1,
    })
    const envelope = { ...(await test.signProposal()), sig: '0x1234' as const }
    const { id } = await test.client.post(envelope)
    expect(asked).toEqual([[author.address, id, '0x1234']])
  })

  it('behavior: answers the 5xx of a fault of its own, and 404 off its paths', async () => {
    await test.hub.close()
    test = await startTestHub({ getVotingPower: () => Promise.reject(new Error('no chain')) })
    const body = JSON.stringify(await test.signProposal())
    const response = await fetch(test.hub.sequencerUrl, { method: 'POST', body })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: 'server_error', error_description: {} })
    expect((await fetch(`${test.hub.ipfsUrl}/ipfs/none`)).status).toBe(404)
  })
})

const getId = ({ data }: Envelope) => getSnapshotId(data)

describe('envelope', () => {
  it('error: each refusal in its words', async () => {
    const good = await test.signProposal()
    const withData = (change: object) => ({ ...good, data: { ...good.data, ...change } })
    expect(await refusalOf({ ...good, extra: 1 })).toBe('wrong envelope format')
    expect(await refusalOf('{')).toBe('wrong envelope format')
    expect(await refusalOf(await test.signProposal({ body: 'x'.repeat(100_000) }))).toBe(
      'too large message',
    )
    const domain = { name: 'snapshot', version: '0.1.3' }
    expect(await refusalOf(withData({ domain }))).toBe('wrong domain')
    const Proposal = good.data.types.Proposal?.toReversed()
    expect(await refusalOf(withData({ types: { Proposal } }))).toBe('wrong types')
    expect(await refusalOf(await test.signProposal({ space: 'toString' }))).toBe('unknown space')
    expect(await refusalOf({ ...good, address: stranger.address })).toBe('alias not enabled')
    const message = { ...good.data.message, title: 'Smaller' }
    expect(await refusalOf(withData({ message }))).toBe('signature validation failed')
    await test.client.post(good)
    expect(await refusalOf(good)).toBe('duplicate message')
  })

  it('error: signed more than 5 minutes ahead, or more than 3 days ago', async () => {
    const envelope = await test.signProposal({ start: START_AT + DELAY_SEC })
    test.clock.nowAt = START_AT - 301
    expect(await refusalOf(envelope)).toBe('wrong timestamp')
    test.clock.nowAt = START_AT + 3 * 86_400 + 1
    expect(await refusalOf(envelope)).toBe('wrong timestamp')
    test.clock.nowAt = START_AT - 300
    await test.client.post(envelope)
  })
})

describe('vote', () => {
  it('error: each refusal in its words', async () => {
    const proposal = await test.openVote()
    const metadata = `"${'x'.repeat(2_000)}"`
    expect(await refusalOf(await test.signVote({ proposal, metadata }))).toBe('too large metadata')
    const reason = 'x'.repeat(5_001)
    expect(await refusalOf(await test.signVote({ proposal, reason }))).toBe('wrong vote format')
    const app = 'x'.repeat(25)
    expect(await refusalOf(await test.signVote({ proposal, app }))).toBe('wrong vote format')
    const other = `0x${'ab'.repeat(32)}` as const
    expect(await refusalOf(await test.signVote({ proposal: other }))).toBe('unknown proposal')
    expect(await refusalOf(await signAny(proposal, { choice: 4 }))).toBe('invalid choice')
    expect(await refusalOf(await signAny(proposal, { choice: 0 }))).toBe('invalid choice')
    expect(await refusalOf(await test.signVote({ proposal }, stranger))).toBe('no voting power')
    expect(test.hub.votes).toEqual([])
  })

  it('error: signed or posted out of the voting window', async () => {
    const proposal = await test.openVote()
    const startAt = START_AT + DELAY_SEC
    const endAt = startAt + PERIOD_SEC
    for (const [nowAt, timestamp] of [
      [startAt - 1, startAt],
      [startAt, startAt - 1],
      [endAt + 1, endAt],
      [endAt, endAt + 1],
    ] as const) {
      test.clock.nowAt = nowAt
      const vote = await test.signVote({ proposal, timestamp })
      expect(await refusalOf(vote)).toBe('not in voting window')
    }
    test.clock.nowAt = endAt
    await test.client.post(await test.signVote({ proposal, timestamp: startAt }))
  })
})

describe('proposal', () => {
  it('error: each refusal in its words', async () => {
    const refused = async (...change: Parameters<typeof test.signProposal>) =>
      refusalOf(await test.signProposal(...change))
    expect(await refused({ title: '' })).toBe('wrong proposal format')
    expect(await refused({ plugins: '{' })).toBe('wrong proposal format')
    expect(await refused({ labels: ['a b'] })).toBe('wrong proposal format')
    expect(await refused({ body: 'x'.repeat(10_001) })).toBe(
      'proposal body length can not exceed 10000 characters',
    )
    const start = START_AT + DELAY_SEC
    expect(await refused({ start: start - 1, end: start - 1 + PERIOD_SEC })).toBe(
      'invalid voting delay',
    )
    expect(await refused({ end: start + PERIOD_SEC - 1 })).toBe('invalid voting period')
    expect(await refused({ type: 'single-choice' })).toBe('invalid voting type')
    expect(await refused({}, stranger)).toBe('validation failed')
    const choices = ['For']
    const envelope = await test.signProposal()
    const message = { ...envelope.data.message, choices }
    const basic = await signMessage(author, { ...envelope.data, message } as never)
    expect(await refusalOf(basic)).toBe('wrong choices for basic type voting')
    test.clock.nowAt = start + PERIOD_SEC
    expect(await refused()).toBe('proposal end date must be in the future')
    expect(test.hub.proposals).toEqual([])
  })

  it('error: in a space of members, who is none', async () => {
    await test.hub.close()
    const member = accountAt(3)
    const filters = { minScore: 10, onlyMembers: true }
    test = await startTestHub({
      spaces: { [space]: { ...settings, filters, members: [member.address] } },
    })
    expect(await refusalOf(await test.signProposal())).toBe('only space authors can propose')
    await test.client.post(await test.signProposal({}, member))
    await expect(test.client.post(await test.signProposal())).rejects.toThrow(MessageRefusedError)
  })
})
