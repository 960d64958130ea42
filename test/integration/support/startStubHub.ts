import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from 'viem'
import { type Envelope, getSnapshotId } from '../../../snapshot/index.ts'

/** A vote as it was posted, and what is peculiar about what the hub makes of it. */
export interface StubVote {
  envelope: Envelope
  /** Fields of the hub's row that are otherwise than the message has them. */
  row?: Record<string, unknown>
  /** IPFS has lost it. */
  isLost?: boolean
}

/**
 * A hub, its sequencer's refusal of everything, and an IPFS gateway that hold what a test puts there, as the real ones
 * would after they took it: they take much that the Governor does not count.
 */
export async function startStubHub() {
  const votes: StubVote[] = []
  /** The proposal's row, null: deleted, and its votes with it; and the row of its message, which outlasts it. */
  const state: { proposal: Record<string, unknown> | null; message: object | null } = {
    proposal: null,
    message: null,
  }

  const idOf = ({ envelope }: StubVote): Hex => getSnapshotId(envelope.data)
  const cidOf = (vote: StubVote) => `bafy${idOf(vote).slice(2)}`

  function toVoteRow(vote: StubVote) {
    const { message } = vote.envelope.data
    // The hub joins proposals by the id in the letters of the vote.
    const isKnown = message.proposal === state.proposal?.id
    return {
      id: idOf(vote),
      ipfs: cidOf(vote),
      voter: message.from,
      created: message.timestamp,
      space: { id: message.space },
      proposal: isKnown ? { id: message.proposal } : null,
      choice: message.choice,
      reason: message.reason ?? '',
      app: message.app ?? '',
      metadata: JSON.parse(String(message.metadata ?? '{}')),
      vp: 1,
      ...vote.row,
    }
  }

  function toMessageRow(vote: StubVote) {
    const { address, sig, data } = vote.envelope
    const { timestamp, space } = data.message
    return {
      id: idOf(vote),
      ipfs: cidOf(vote),
      address,
      timestamp,
      space,
      type: 'vote',
      sig,
      receipt: '',
    }
  }

  function answer({ query, variables }: { query: string; variables: Record<string, never> }) {
    const { ids, where, first, skip } = variables as {
      ids?: Hex[]
      where?: Record<string, number>
      first?: number
      skip?: number
    }
    if (query.includes('row: proposal(')) return { row: state.proposal }
    if (ids !== undefined) {
      const rows = [...votes.map(toMessageRow), ...(state.message === null ? [] : [state.message])]
      return { rows: rows.filter((row) => ids.includes(Object(row).id)) }
    }
    const isVotes = query.includes('rows: votes(')
    const from = Number(where?.[isVotes ? 'created_gte' : 'timestamp_gte'])
    const rows = isVotes ? votes.map(toVoteRow) : votes.map(toMessageRow)
    const found = isVotes && state.proposal === null ? [] : rows
    const timeOf = (row: object) => Number('created' in row ? row.created : Object(row).timestamp)
    return {
      rows: found.filter((row) => !(timeOf(row) < from)).slice(skip, (skip ?? 0) + (first ?? 0)),
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const send = (status: number, content: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(content))
    }
    const { url = '/' } = request
    if (url === '/graphql') {
      return send(200, { data: answer(JSON.parse(Buffer.concat(chunks).toString('utf8'))) })
    }
    const pinned = votes.find((vote) => url === `/ipfs/${cidOf(vote)}`)
    if (pinned === undefined || pinned.isLost) return send(404, { error: 'not found' })
    return send(200, { ...pinned.envelope, hash: idOf(pinned) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    votes,
    state,
    urls: { hubUrl: `${origin}/graphql`, sequencerUrl: `${origin}/`, ipfsUrl: origin },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type StubHub = Awaited<ReturnType<typeof startStubHub>>
