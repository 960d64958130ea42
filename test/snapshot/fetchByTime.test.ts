import { type Hex, pad, toHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { createHubClient } from '../../snapshot/index.ts'
import { queryStore } from '../../stack/hub/queryStore.ts'
import { createStore, type StoredVote, voteKey } from '../../stack/hub/store.ts'
import {
  author,
  createProposal,
  START_AT,
  settings,
  space,
} from '../stack/hub/support/startTestHub.ts'

const proposal: Hex = `0x${'ab'.repeat(32)}`

/** A client of a hub whose store holds votes at these times, and the requests that it made. */
function createFilledHub(times: readonly number[], pageSize: number) {
  const store = createStore({ [space]: settings })
  const { message } = createProposal()
  const { title, body, discussion, choices, labels, start, end, snapshot } = message
  store.proposals.set(proposal, {
    id: proposal,
    ipfs: '',
    author: author.address,
    created: START_AT,
    updated: null,
    space,
    type: 'basic',
    title,
    body,
    discussion,
    choices,
    labels,
    start,
    end,
    snapshot,
    plugins: {},
    privacy: '',
    app: '',
    flagged: false,
  })
  const add = (index: number, created: number) => {
    const voter = pad(toHex(index + 1), { size: 20 })
    // Ids in another order than times.
    const id = pad(toHex((index * 7_919) % 100_003), { size: 32 })
    const rest = { ipfs: '', space, proposal, choice: 1, reason: '', app: '', metadata: {}, vp: 1 }
    const vote: StoredVote = { ...rest, id, voter, created }
    store.votes.set(voteKey(proposal, voter), vote)
  }
  for (const [index, created] of times.entries()) add(index, created)
  const requests: { first: number; skip: number }[] = []
  const client = createHubClient({
    hubUrl: 'http://hub.local/graphql',
    sequencerUrl: 'http://hub.local/',
    ipfsUrl: 'http://hub.local',
    pageSize,
    retries: 0,
    fetch: async (_, init) => {
      const request = JSON.parse(String(init?.body))
      requests.push(request.variables)
      const { status, answer } = await queryStore(store, START_AT, request)
      return Response.json(answer, { status })
    },
  })
  return { store, client, requests, add }
}

async function readVoters({ client }: ReturnType<typeof createFilledHub>) {
  const rows: { voter: string; created: number }[] = []
  for await (const page of client.fetchVotes(proposal)) rows.push(...page)
  return rows
}

describe('fetchByTime', () => {
  it('default: 2,500 votes, each once, oldest first', async () => {
    const times = Array.from({ length: 2_500 }, (_, index) => START_AT + ((index * 37) % 1_000))
    const hub = createFilledHub(times, 1_000)
    const rows = await readVoters(hub)
    expect(new Set(rows.map(({ voter }) => voter)).size).toBe(2_500)
    expect(rows.map(({ created }) => created)).toEqual(times.toSorted((a, b) => a - b))
    expect(hub.requests).toHaveLength(3)
  })

  it('behavior: any count of votes, some of one second, on pages of any size', async () => {
    for (const pageSize of [1, 2, 3, 5]) {
      for (let count = 0; count < 12; count++) {
        const times = Array.from({ length: count }, (_, i) => START_AT + (i < 3 ? i : 9 + (i >> 3)))
        const rows = await readVoters(createFilledHub(times, pageSize))
        expect(rows.map(({ created }) => created)).toEqual(times)
        expect(new Set(rows.map(({ voter }) => voter)).size).toBe(count)
      }
    }
  })

  it('behavior: a vote that is replaced between two pages comes again, and hides no other', async () => {
    const hub = createFilledHub([1, 2, 3, 4, 5, 6], 2)
    const voters: string[] = []
    for await (const page of hub.client.fetchVotes(proposal)) {
      if (voters.length === 0) hub.add(0, 9)
      voters.push(...page.map(({ voter }) => voter))
    }
    expect(new Set(voters).size).toBe(6)
    expect(voters.at(-1)).toBe(pad('0x01', { size: 20 }))
  })

  it('error: more votes of one second than the hub gives', async () => {
    const hub = createFilledHub(Array(6_001).fill(START_AT), 1_000)
    await expect(readVoters(hub)).rejects.toThrow('more than 5000 rows have the same time')
  })
})
