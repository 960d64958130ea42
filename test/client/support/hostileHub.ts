import type { Address, PublicClient } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { collectSnapshotVotes, type SnapshotVotes } from '../../../client/collectSnapshotVotes.ts'
import { readSnapshotStanding } from '../../../client/readSnapshotStanding.ts'
import {
  type BoundProposal,
  createHubClient,
  createSnapshotProposal,
  createVote,
  type Envelope,
  getSnapshotId,
  signMessage,
} from '../../../snapshot/index.ts'

const START_AT = 1_750_000_000
const space = 'gimbal.eth'
const author = privateKeyToAccount(`0x${'1'.padStart(64, '0')}`)
const token: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const plugins = '{"gimbal":{"governor":"eip155:1:0x00","proposalId":"0x01"}}'

/** The Snapshot proposal as its author signs it. */
export const proposal = createSnapshotProposal({
  from: author.address,
  space,
  timestamp: START_AT - 600,
  type: 'basic',
  title: 'Larger',
  body: '# Larger',
  discussion: '',
  labels: ['risk'],
  start: START_AT,
  end: START_AT + 86_400,
  snapshot: 7,
  plugins,
  app: 'gimbal',
})

export const bound: BoundProposal = {
  id: getSnapshotId(proposal),
  author: author.address,
  space,
  body: '# Larger',
  plugins,
  start: START_AT,
  end: START_AT + 86_400,
}

/** The hub's row of the proposal. */
export const proposalRow = (() => {
  const { from, timestamp, space: id, ...fields } = proposal.message
  return {
    ...fields,
    id: bound.id,
    ipfs: 'bafy',
    author: from,
    created: timestamp,
    space: { id },
    plugins: JSON.parse(plugins),
    flagged: false,
    state: 'active',
    scores: [],
  }
})()

/** A vote for choice 1, signed `ageSec` after the vote's start, with the hub's rows of it. */
export async function signVote(key: number, ageSec = 0) {
  const voter = privateKeyToAccount(`0x${key.toString(16).padStart(64, '0')}`)
  const timestamp = START_AT + ageSec
  const message = { from: voter.address, space, timestamp, proposal: bound.id, choice: 1 }
  const envelope = await signMessage(voter, createVote(message))
  return toRows(envelope)
}

export type VoteRows = ReturnType<typeof toRows>

function toRows(envelope: Envelope) {
  const { address, sig, data } = envelope
  const id = getSnapshotId(data)
  const { from, timestamp } = data.message
  const vote = {
    id,
    ipfs: 'bafy',
    voter: from,
    created: timestamp,
    space: { id: space },
    proposal: { id: bound.id },
    choice: 1,
    reason: '',
    app: '',
    metadata: {},
    vp: 1,
  }
  const message = { id, ipfs: 'bafy', address, timestamp, space, type: 'vote', sig, receipt: '' }
  return { vote, message }
}

/** A chain on which everybody has one vote and nobody is a contract. */
const client = {
  readContract: async () => 1n,
  getCode: async () => undefined,
} as unknown as PublicClient

/** Reads how the proposal stands and collects its votes, at a hub that answers whatever `answer` makes of a question. */
export async function collectFrom(
  answer: (url: string, query: string) => { status: number; text: string },
): Promise<SnapshotVotes> {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { query = '' } = init?.body === undefined ? {} : JSON.parse(String(init.body))
    const { status, text } = answer(String(input), query)
    return new Response(text, { status })
  }
  const urls = {
    hubUrl: 'http://hub.local/graphql',
    sequencerUrl: 'http://hub.local/',
    ipfsUrl: 'http://hub.local',
  }
  const hub = createHubClient({ ...urls, fetch, retries: 0, pageSize: 20 })
  const { state } = await readSnapshotStanding(hub, bound)
  const voteStartAt = BigInt(START_AT)
  const options = { client, hub, governor: token, token, bound, state, voteStartAt }
  return collectSnapshotVotes(options)
}
