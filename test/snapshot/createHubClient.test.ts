import { type Hex, parseEther } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  compareProposal,
  createVote,
  type Envelope,
  getSnapshotId,
  HubQueryRefusedError,
  type HubVote,
  isAsSigned,
  MessageRefusedError,
  SnapshotHttpError,
  SnapshotSchemaError,
  signMessage,
} from '../../snapshot/index.ts'
import { scoreSnapshot, tallySnapshot } from '../../snapshot/tallySnapshot.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { signUpdate } from '../stack/hub/support/signMessages.ts'
import {
  accountAt,
  author,
  createProposal,
  DELAY_SEC,
  PERIOD_SEC,
  START_AT,
  settings,
  space,
  startTestHub,
} from '../stack/hub/support/startTestHub.ts'

let local: Awaited<ReturnType<typeof startTestHub>>
beforeEach(async () => {
  local = await startTestHub()
})
afterEach(() => local.hub.close())

async function collect<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  return rows
}

/** Ways to answer instead of the hub, one a request; then the hub answers. Counts the requests. */
function answerFirst(...answers: readonly (() => Response | Promise<Response>)[]) {
  const requests: string[] = []
  const answeringFetch: typeof fetch = async (input, init) => {
    requests.push(String(input))
    const answer = answers[requests.length - 1]
    return answer === undefined ? fetch(input, init) : answer()
  }
  return { fetch: answeringFetch, requests }
}
const status =
  (code: number, body = '') =>
  () =>
    new Response(body, { status: code })

describe('createHubClient', () => {
  it('default: a space, a proposal and its votes as they were signed', async () => {
    const { client } = local
    const proposal = await local.openVote()
    expect(await client.fetchSpace(space)).toMatchObject({
      id: space,
      name: 'Gimbal',
      network: '1',
      strategies: settings.strategies,
      voting: { delay: DELAY_SEC, period: PERIOD_SEC, type: 'basic' },
      filters: { minScore: 10, onlyMembers: false },
    })
    const { message } = createProposal()
    const { from, timestamp, ...fields } = message
    const expected = {
      ...fields,
      id: proposal,
      author: from,
      created: timestamp,
      state: 'active',
      plugins: JSON.parse(message.plugins),
    }
    expect(await client.fetchProposal(proposal)).toMatchObject(expected)
    expect(await collect(client.fetchProposals(space))).toMatchObject([expected])
    expect(await collect(client.fetchProposals(space, { fromAt: START_AT + 1 }))).toEqual([])

    const signers = [1, 2, 3].map(accountAt)
    const envelopes: Envelope[] = []
    for (const [index, signer] of signers.entries()) {
      const vote = { proposal, choice: index + 1, reason: 'Weil es „sicherer“ ist 🙂' }
      envelopes.push(await local.signVote({ ...vote, timestamp: START_AT + 700 + index }, signer))
      await client.post(envelopes[index] as Envelope)
    }
    const votes = await collect(client.fetchVotes(proposal))
    expect(votes.map(({ voter }) => voter)).toEqual(signers.map(({ address }) => address))
    const fetched = await client.fetchEnvelopes(votes, { proposal, space })
    expect(fetched.map(({ envelope }) => envelope)).toEqual(envelopes)
    expect(await client.fetchEnvelopes([], { proposal, space })).toEqual([])
  })

  it('behavior: what the hub does not have is undefined', async () => {
    expect(await local.client.fetchSpace('other.eth')).toBeUndefined()
    expect(await local.client.fetchProposal(`0x${'ab'.repeat(32)}`)).toBeUndefined()
    expect(await collect(local.client.fetchVotes(`0x${'ab'.repeat(32)}`))).toEqual([])
  })

  it('behavior: of a proposal that its author edits, the signed message is still there', async () => {
    const { client } = local
    const { id } = await client.post(await local.signProposal())
    const bound = {
      id,
      author: author.address,
      space,
      body: '# Larger',
      plugins: '{"gimbal":{}}',
      start: START_AT + DELAY_SEC,
      end: START_AT + DELAY_SEC + PERIOD_SEC,
    }
    const read = async () => {
      const shown = await client.fetchProposal(id)
      if (shown === undefined) throw new Error('the hub has no proposal')
      const signed = await client.fetchSignedProposal(id)
      return { isAsSigned: isAsSigned(shown, bound), signed, shown }
    }
    const before = await read()
    expect([before.isAsSigned, before.signed?.data.message.title]).toEqual([true, 'Larger'])
    const choices = ['Against', 'For', 'Abstain']
    await local.post(await signUpdate({ proposal: id, choices, title: 'Smaller', labels: [] }))
    const { shown, signed, isAsSigned: isStill } = await read()
    const fields = compareProposal(shown, bound, signed?.data.message).map(({ field }) => field)
    expect([isStill, fields]).toEqual([false, ['choices', 'title', 'labels']])
    expect(await client.hasMessage(id)).toBe(true)
    expect(await client.hasMessage(`0x${'ab'.repeat(32)}`)).toBe(false)
  })

  it('behavior: of a proposal that an update makes encrypt its votes, the privacy differs', async () => {
    await local.hub.close()
    const voting = { ...settings.voting, privacy: 'any' }
    local = await startTestHub({ spaces: { [space]: { ...settings, voting } } })
    const { client } = local
    const { id } = await client.post(await local.signProposal())
    await local.post(await signUpdate({ proposal: id, privacy: 'shutter' }))
    const shown = await client.fetchProposal(id)
    if (shown === undefined) throw new Error('the hub has no proposal')
    const bound = {
      id,
      author: author.address,
      space,
      body: '# Larger',
      plugins: '{"gimbal":{}}',
      start: START_AT + DELAY_SEC,
      end: START_AT + DELAY_SEC + PERIOD_SEC,
    }
    expect(isAsSigned(shown, bound)).toBe(false)
    const signed = await client.fetchSignedProposal(id)
    expect(compareProposal(shown, bound, signed?.data.message)).toEqual([
      { field: 'privacy', bound: '', shown: 'shutter' },
    ])
  })

  it("behavior: the tally of the votes is the hub's score", async () => {
    const proposal = await local.openVote()
    for (const [index, choice] of [1, 1, 2, 3, 1].entries()) {
      const signer = accountAt(index + 1)
      await local.client.post(await local.signVote({ proposal, choice }, signer))
    }
    const votes = await collect(local.client.fetchVotes(proposal))
    const ballots = votes.map(({ choice }) => ({ choice: Number(choice), power: parseEther('10') }))
    expect(tallySnapshot({ type: 'basic' }, ballots)).toEqual({
      forVotes: parseEther('30'),
      againstVotes: parseEther('10'),
      abstainVotes: parseEther('10'),
    })
    const balances = ballots.map(({ choice }) => ({ choice, balance: 10 }))
    const { scores } = (await local.client.fetchProposal(proposal)) ?? {}
    expect(scores).toEqual(scoreSnapshot({ type: 'basic' }, balances))
    expect(scores).toEqual([30, 10, 10])
  })
})

describe('fetchEnvelopes', () => {
  let proposal: Hex
  let noGateway: string
  beforeEach(async () => {
    proposal = await local.openVote()
    noGateway = `http://127.0.0.1:${await choosePort('nobody', undefined)}`
  })
  const fetchVotes = (): Promise<HubVote[]> => collect(local.client.fetchVotes(proposal))

  it('default: reads the rows if they equal the signed message, else IPFS', async () => {
    const plain = await local.signVote({ proposal, app: 'gimbal', metadata: '{"a":[1]}' })
    const lossy = await local.signVote(
      { proposal, app: 'Gimbal Bot', metadata: '{ }', timestamp: START_AT + 701 },
      accountAt(2),
    )
    await local.client.post(plain)
    await local.client.post(lossy)
    const votes = await fetchVotes()
    const ids = votes.map(({ id }) => id)
    expect(await local.client.fetchEnvelopes(votes, { proposal, space })).toEqual([
      { id: ids[0], envelope: plain },
      { id: ids[1], envelope: lossy },
    ])
    const client = local.createClient({ ipfsUrl: noGateway })
    expect(await client.fetchEnvelopes(votes, { proposal, space })).toEqual([
      { id: ids[0], envelope: plain },
      {
        id: ids[1],
        reason: expect.stringMatching(/cannot be fetched from IPFS: .* does not answer/),
      },
    ])
  })

  it('behavior: votes that name proposal or space in other capitals are there, whatever the hub joins', async () => {
    const proposalInCapitals = `0x${proposal.slice(2).toUpperCase()}`
    const { message, ...data } = createVote({
      from: accountAt(2).address,
      space,
      timestamp: local.clock.nowAt,
      proposal,
      choice: 1,
    })
    const changed = { ...data, message: { ...message, proposal: proposalInCapitals } }
    const envelopes = [
      await signMessage(accountAt(2), changed as typeof data & { message: typeof message }),
      await local.signVote({ proposal, space: 'Gimbal.eth' }, accountAt(3)),
    ]
    for (const envelope of envelopes) await local.client.post(envelope)
    // A hub that finds no proposal and no space in these letters fails, where it is asked for them.
    const joining: typeof fetch = async (input, init) => {
      const { query = '' } = init?.body === undefined ? {} : JSON.parse(String(init.body))
      const isJoined = query.includes('rows: votes(') && /\b(space|proposal) \{/.test(query)
      const errors = [{ message: 'Cannot return null for non-nullable field Vote.space.' }]
      return isJoined ? new Response(JSON.stringify({ data: null, errors })) : fetch(input, init)
    }
    const client = local.createClient({ fetch: joining })
    const votes: HubVote[] = await collect(client.fetchVotes(proposal))
    const fetched = await client.fetchEnvelopes(votes, { proposal, space })
    expect(new Set(fetched.map(({ envelope }) => envelope?.sig))).toEqual(
      new Set(envelopes.map(({ sig }) => sig)),
    )
  })

  it('behavior: where the gateway gives another message, or none, the vote has a reason', async () => {
    await local.client.post(await local.signVote({ proposal, metadata: '{ }' }))
    const votes = await fetchVotes()
    const other = { ...(await local.signVote({ proposal, choice: 2 })), hash: votes[0]?.id }
    for (const body of [JSON.stringify(other), '{}', 'null', '[]']) {
      const fetchAnswer: typeof fetch = async (input, init) =>
        String(input).includes('/ipfs/') ? new Response(body) : fetch(input, init)
      const client = local.createClient({ fetch: fetchAnswer })
      const [fetched] = await client.fetchEnvelopes(votes, { proposal, space })
      expect(fetched?.reason).toContain(`it is not the message ${votes[0]?.id}`)
    }
  })
})

describe('requests', () => {
  it('behavior: 429, 5xx and no answer are asked again', async () => {
    const failNetwork = () => Promise.reject(new TypeError('fetch failed'))
    const { fetch, requests } = answerFirst(status(429), status(503), failNetwork)
    const client = local.createClient({ fetch, retries: 3 })
    expect((await client.fetchSpace(space))?.id).toBe(space)
    expect(requests).toHaveLength(4)
  })

  it('behavior: a message whose answer was lost counts as posted', async () => {
    const envelope = await local.signProposal()
    const { ipfs } = await local.client.post(envelope)
    expect(ipfs).toMatch(/^baf/)
    const id = getSnapshotId(envelope.data)
    for (const retries of [0, 1]) {
      const { fetch, requests } = answerFirst(status(504))
      expect(await local.createClient({ fetch, retries }).post(envelope)).toEqual({ id, ipfs })
      expect(requests).toEqual([local.hub.sequencerUrl, local.hub.hubUrl])
    }
    // The hub cannot be asked either: the sequencer says that it has the message.
    const { fetch } = answerFirst(status(504), status(503))
    const client = local.createClient({ fetch, retries: 1 })
    expect(await client.post(envelope)).toEqual({ id, ipfs: undefined })
  })

  it('behavior: what the sequencer and the hub refuse for now is asked again', async () => {
    const refuse = (code: number, text: string) =>
      status(code, JSON.stringify({ error: 'client_error', error_description: text }))
    for (const [code, text] of [
      [400, 'failed to check voting power'],
      [400, 'failed to check validation'],
      [400, 'failed to check vote validation'],
      [400, 'pinning failed'],
      [400, 'unable to fetch block'],
      [400, 'unable to get quorum'],
      [400, 'invalid snapshot block'],
      [425, 'request already being processed'],
      [429, 'too many requests, refer to https://docs.snapshot.org/tools/api/api-keys#limits'],
    ] as const) {
      await local.hub.close()
      local = await startTestHub()
      const envelope = await local.signProposal()
      const { fetch } = answerFirst(refuse(code, text))
      const posted = await local.createClient({ fetch, retries: 1 }).post(envelope)
      expect(posted).toEqual({ id: getSnapshotId(envelope.data), ipfs: expect.any(String) })
      const failing: typeof globalThis.fetch = async (input, init) =>
        String(input) === local.hub.sequencerUrl
          ? refuse(code, text)()
          : globalThis.fetch(input, init)
      const other = await local.signProposal({ title: 'Other' })
      await expect(local.createClient({ fetch: failing }).post(other)).rejects.toThrow(
        `cannot take the message now (${text}); try again later`,
      )
    }
    for (const text of ['request failed', 'Unexpected error.', 'Query timed out']) {
      const failed = status(200, JSON.stringify({ data: null, errors: [{ message: text }] }))
      const { fetch, requests } = answerFirst(failed)
      expect(await local.createClient({ fetch, retries: 1 }).fetchSpace(space)).toBeDefined()
      expect(requests).toHaveLength(2)
      const always: typeof globalThis.fetch = async () => failed()
      await expect(local.createClient({ fetch: always }).fetchSpace(space)).rejects.toThrow(
        `fails (${text}); try again later`,
      )
    }
  })

  it("behavior: a contract's signature is asked about again, a key's is not", async () => {
    const text = 'signature validation failed'
    const refuse = status(400, JSON.stringify({ error: 'client_error', error_description: text }))
    const failing: typeof fetch = async (input, init) =>
      String(input) === local.hub.sequencerUrl ? refuse() : fetch(input, init)
    const client = local.createClient({ fetch: failing })
    const byKey = await local.signProposal()
    await expect(client.post(byKey)).rejects.toThrow('correct it and sign it again')
    for (const sig of ['0x', byKey.sig.replace(/.{6}$/, '001b1c'), `${byKey.sig}00`] as Hex[]) {
      await expect(client.post({ ...byKey, sig })).rejects.toThrow(
        `cannot take the message now (${text}); try again later`,
      )
    }
  })

  it.each([
    ['proposal limit reached', 'wait until older ones do not count any more'],
    ['active proposal limit reached for author', 'wait until one of them ends'],
  ])('error: %s passes with time', async (text, advice) => {
    const refuse = status(400, JSON.stringify({ error: 'client_error', error_description: text }))
    const { fetch, requests } = answerFirst(refuse)
    const envelope = await local.signProposal()
    const posted = local.createClient({ fetch, retries: 3 }).post(envelope)
    await expect(posted).rejects.toThrow(advice)
    expect(requests).toHaveLength(1)
  })

  it('behavior: the API key goes to the hub alone', async () => {
    const proposal = await local.openVote()
    const keys: [string, string | null][] = []
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { pathname } = new URL(String(input))
      keys.push([pathname.slice(0, 6), new Headers(init?.headers).get('x-api-key')])
      return globalThis.fetch(input, init)
    }
    const client = local.createClient({ fetch, apiKey: 'secret' })
    await client.post(await local.signVote({ proposal, metadata: '{ }' }))
    const votes = await collect(client.fetchVotes(proposal))
    await client.fetchEnvelopes(votes, { proposal, space })
    expect(keys).toEqual([
      ['/', null],
      ['/graph', 'secret'],
      ['/graph', 'secret'],
      ['/ipfs/', null],
    ])
  })

  it('error: 400 is not asked again, and says why', async () => {
    const envelope = await local.signProposal({ title: '' })
    const { fetch, requests } = answerFirst()
    const client = local.createClient({ fetch, retries: 3 })
    const error = await client.post(envelope).catch((reason) => reason)
    expect(error).toBeInstanceOf(MessageRefusedError)
    expect(error).toMatchObject({ status: 400, description: 'wrong proposal format' })
    expect(requests).toHaveLength(1)
    await local.client.post(await local.signProposal())
    await expect(local.client.post(await local.signProposal())).rejects.toThrow('duplicate message')
  })

  it('error: the status alone where there is no reason', async () => {
    for (const [answer, attempts] of [
      [status(404, '<html>'), 1],
      [status(500), 2],
    ] as const) {
      const { fetch, requests } = answerFirst(answer, answer, answer, answer)
      const client = local.createClient({ fetch, retries: 1 })
      await expect(client.post(await local.signProposal())).rejects.toThrow(SnapshotHttpError)
      const { sequencerUrl } = local.hub
      expect(requests.filter((url) => url === sequencerUrl)).toHaveLength(attempts)
    }
  })

  it('error: the hub refuses: a page above its limit, a field that it does not know', async () => {
    const client = local.createClient({ pageSize: 1_001 })
    const error = await collect(client.fetchVotes(`0x${'ab'.repeat(32)}`)).catch((e) => e)
    expect(error).toBeInstanceOf(HubQueryRefusedError)
    expect(error.messages).toEqual(['The `first` argument must not be greater than 1000'])
    const unknown = status(400, '{"errors":[{"message":"Cannot query field \\"vp\\""}]}')
    const { fetch } = answerFirst(unknown)
    await expect(local.createClient({ fetch }).fetchSpace(space)).rejects.toThrow(
      'refuses the query (Cannot query field "vp")',
    )
  })

  it('error: an answer that is no JSON, or not of the form', async () => {
    for (const [body, path] of [
      ['<html>', ''],
      ['[]', ''],
      ['{"data":null}', ''],
      ['{"data":{"row":{"id":1}}}', 'row.id'],
    ] as const) {
      const { fetch, requests } = answerFirst(status(200, body))
      const client = local.createClient({ fetch, retries: 2 })
      const error = await client.fetchSpace(space).catch((reason) => reason)
      expect(error).toBeInstanceOf(SnapshotSchemaError)
      expect(error.path).toBe(path)
      expect(requests).toHaveLength(1)
    }
  })

  it('error: nobody answers, or not in time', async () => {
    const hubUrl = `http://127.0.0.1:${await choosePort('nobody', undefined)}/graphql`
    await expect(local.createClient({ hubUrl }).fetchSpace(space)).rejects.toThrow(
      'does not answer; check that it runs, and the URL',
    )
    await local.hub.close()
    local = await startTestHub({ getVotingPower: () => new Promise(() => {}) })
    const client = local.createClient({ timeoutMs: 50 })
    await expect(client.post(await local.signProposal())).rejects.toThrow(
      'does not answer within 50 ms',
    )
  })

  it('error: the signal ends it, with its reason', async () => {
    const controller = new AbortController()
    const { fetch, requests } = answerFirst(() => {
      controller.abort(new Error('stopped'))
      return Promise.reject(controller.signal.reason)
    })
    const client = local.createClient({ fetch, retries: 3, signal: controller.signal })
    await expect(client.fetchSpace(author.address)).rejects.toThrow('stopped')
    expect(requests).toHaveLength(1)
  })
})
