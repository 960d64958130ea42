import snapshot from '@snapshot-labs/snapshot.js'
import fc from 'fast-check'
import type { PrivateKeyAccount } from 'viem/accounts'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import {
  createSnapshotProposal,
  createVote,
  type Envelope,
  envelopeSchema,
  getSnapshotId,
  signMessage,
} from '../../snapshot/index.ts'

const author = privateKeyToAccount(`0x${'1'.padStart(64, '0')}`)

const proposal = {
  from: author.address,
  space: 'gimbal.eth',
  timestamp: 1_700_000_000,
  type: 'basic' as const,
  title: 'Größer, ≤ 42 %',
  body: '# Larger\n\nText.',
  discussion: '',
  labels: ['risk'],
  start: 1_700_086_400,
  end: 1_700_432_000,
  snapshot: 1,
  plugins: '{}',
  app: 'gimbal',
}
const vote = {
  from: author.address,
  space: 'gimbal.eth',
  timestamp: 1_700_090_000,
  proposal: `0x${'ab'.repeat(32)}` as const,
  choice: 2,
  reason: 'Weil es „sicherer“ ist 🙂',
  app: 'gimbal',
}

/** The published client, which hands over what it would post. */
function publishedClient() {
  return Object.assign(new snapshot.Client712('http://127.0.0.1'), {
    send: async (envelope: Envelope) => envelope,
  })
}

function asWeb3(account: PrivateKeyAccount) {
  return {
    _signTypedData(
      domain: Envelope['data']['domain'],
      types: Envelope['data']['types'],
      message: Envelope['data']['message'],
    ) {
      const [primaryType = ''] = Object.keys(types)
      return account.signTypedData({ domain, types, primaryType, message })
    },
  } as unknown as Parameters<InstanceType<typeof snapshot.Client712>['vote']>[0]
}

describe('createSnapshotProposal', () => {
  it('default', async () => {
    const data = createSnapshotProposal(proposal)
    const choices = ['For', 'Against', 'Abstain']
    const { labels, ...fields } = proposal
    const published = await publishedClient().proposal(asWeb3(author), author.address, {
      ...fields,
      labels: [...labels],
      choices,
    })
    const envelope = await signMessage(author, data)
    expect(envelope).toEqual(published)
    expect(JSON.stringify(envelope.data.types)).toBe(
      JSON.stringify((published as Envelope).data.types),
    )
    expect(getSnapshotId(data)).toBe(snapshot.utils.getHash((published as Envelope).data))
  })

  it('error: the vote ends before it starts, a time is no whole number', () => {
    expect(() => createSnapshotProposal({ ...proposal, end: proposal.start })).toThrow(
      'end is 1700086400, allowed is a time after 1700086400 (start); correct it',
    )
    expect(() => createSnapshotProposal({ ...proposal, snapshot: 1.5 })).toThrow(
      'snapshot is 1.5, allowed is a whole number from 0; correct it',
    )
  })
})

describe('createVote', () => {
  it('default', async () => {
    const published = await publishedClient().vote(asWeb3(author), author.address, {
      ...vote,
      metadata: '{}',
      type: 'basic',
    })
    const envelope = await signMessage(author, createVote(vote))
    expect(envelope).toEqual(published)
    expect(envelopeSchema.parse(envelope)).toEqual(envelope)
    expect(getSnapshotId(envelope.data)).toBe(snapshot.utils.getHash((published as Envelope).data))
    expect(await snapshot.utils.verify(envelope.address, envelope.sig, envelope.data)).toBe(true)
  })

  it('error: a choice of none of the three, an id with capitals', () => {
    expect(() => createVote({ ...vote, choice: 4 })).toThrow(
      'choice is 4, allowed is 1 (For), 2 (Against) or 3 (Abstain); correct it',
    )
    expect(() => createVote({ ...vote, proposal: `0x${'AB'.repeat(32)}` })).toThrow(
      'small hexadecimal digits',
    )
  })
})

describe('getSnapshotId', () => {
  const anyText = fc.string({ unit: 'binary' })
  const anyTime = fc.integer({ min: 0, max: 4_000_000_000 })

  it('behavior: the digest of any message is that of the published client', () => {
    const anyVote = fc.record({
      from: anyText,
      space: anyText,
      timestamp: anyTime,
      proposal: anyText,
      choice: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      reason: anyText,
      app: anyText,
      metadata: anyText,
    })
    const { domain, types } = createVote(vote)
    fc.assert(
      fc.property(anyVote, (message) => {
        const data = { domain, types, message }
        expect(getSnapshotId(data)).toBe(snapshot.utils.getHash(data as never))
      }),
    )
  })

  it('error: what has no digest there has none here', () => {
    const data = createVote(vote)
    const broken: object[] = [
      { ...data.message, reason: '\ud800' },
      { ...data.message, timestamp: 1.5 },
      { ...data.message, timestamp: -1 },
      { ...data.message, choice: 2 ** 32 },
      { ...data.message, reason: undefined },
    ]
    for (const message of broken) {
      expect(() => getSnapshotId({ ...data, message })).toThrow()
      expect(() => snapshot.utils.getHash({ ...data, message } as never)).toThrow()
    }
    const types = { ...data.types, EIP712Domain: [{ name: 'name', type: 'string' }] }
    expect(() => getSnapshotId({ ...data, types })).toThrow('has one type')
  })
})
