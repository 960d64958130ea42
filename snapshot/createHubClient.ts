import type { Hex } from 'viem'
import { createRequest, type RequestOptions } from './createRequest.ts'
import type { Envelope } from './envelope.ts'
import { SnapshotSchemaError } from './errors.ts'
import {
  type HubMessage,
  type HubProposal,
  type HubSpace,
  type HubVote,
  messageSchema,
  proposalSchema,
  spaceSchema,
  voteSchema,
} from './hubRows.ts'
import { type PostedMessage, postEnvelope } from './postEnvelope.ts'
import { type Collection, fetchAll, fetchOne } from './queryHub.ts'
import { readPinned, rebuildEnvelope } from './voteEnvelope.ts'

export interface HubClientOptions extends RequestOptions {
  /** Where the hub answers GraphQL: `https://hub.snapshot.org/graphql`. */
  hubUrl: string
  /** Where signed messages are posted to: `https://seq.snapshot.org`. */
  sequencerUrl: string
  /** An IPFS gateway, without `/ipfs`: `https://ipfs.snapshot.box`. */
  ipfsUrl: string
  /** Rows a page, 1 to 1000. */
  pageSize?: number
}

/** Which messages: of a kind (`vote`, `proposal`) in a space, signed from `fromAt` to `toAt`, both included. */
export interface MessageFilter {
  space: string
  type: string
  /** Unix seconds. */
  fromAt: number
  toAt: number
}

/** Snapshot's hub and sequencer. Every method throws what a Request throws, and HubQueryRefusedError. */
export type HubClient = ReturnType<typeof createHubClient>

const proposals: Collection<HubProposal> = {
  kind: 'proposal',
  timeField: 'created',
  timeOf: ({ created }) => created,
  schema: proposalSchema,
}
const votesInForce: Collection<HubVote> = {
  kind: 'vote',
  timeField: 'created',
  timeOf: ({ created }) => created,
  schema: voteSchema,
}
const messages: Collection<HubMessage> = {
  kind: 'message',
  timeField: 'timestamp',
  timeOf: ({ timestamp }) => timestamp,
  schema: messageSchema,
}

/** A client of a hub and its sequencer. Answers are checked; what may succeed later is asked again. */
export function createHubClient(options: HubClientOptions) {
  const { hubUrl, sequencerUrl, pageSize = 1_000 } = options
  const ipfsUrl = options.ipfsUrl.replace(/\/$/, '')
  const request = createRequest(options)
  const hub = { request, hubUrl, pageSize }

  const fetchMessages = ({ fromAt, toAt, ...filter }: MessageFilter) =>
    fetchAll(hub, messages, { ...filter, timestamp_lte: toAt }, fromAt)

  async function fetchPinned({ id, ipfs }: HubVote): Promise<Envelope> {
    const pinned = await request({ url: `${ipfsUrl}/ipfs/${ipfs}` })
    const envelope = readPinned(pinned, id)
    if (envelope !== undefined) return envelope
    throw new SnapshotSchemaError(new URL(ipfsUrl).origin, '', `it is not the message ${id}`)
  }

  return {
    /** The settings of a space; undefined if the hub has none with the name. */
    fetchSpace: (id: string): Promise<HubSpace | undefined> =>
      fetchOne(hub, 'space', id, spaceSchema),

    /** The proposal with a Snapshot id; undefined if the hub has none. */
    fetchProposal: (id: Hex): Promise<HubProposal | undefined> =>
      fetchOne(hub, 'proposal', id, proposalSchema),

    /** The proposals of a space, created from a time on (Unix seconds), oldest first, a page at a time. */
    fetchProposals: (space: string, { fromAt = 0 }: { fromAt?: number } = {}) =>
      fetchAll(hub, proposals, { space }, fromAt),

    /**
     * The votes in force of a proposal, signed from a time on (Unix seconds), oldest first, a page at a time. Who votes
     * anew meanwhile can be in two pages: the later vote last.
     */
    fetchVotes: (proposal: Hex, { fromAt = 0 }: { fromAt?: number } = {}) =>
      fetchAll(hub, votesInForce, { proposal }, fromAt),

    /** Messages, oldest first, a page at a time. */
    fetchMessages,

    /**
     * The signed envelopes of votes of one space, in the order of the votes: rebuilt from the hub's rows, or from IPFS
     * where those are not what was signed. Each has the id of its vote; signatures are not checked.
     */
    async fetchEnvelopes(votes: readonly HubVote[]): Promise<Envelope[]> {
      const [first] = votes
      if (first === undefined) return []
      const fromAt = votes.reduce((least, { created }) => Math.min(least, created), first.created)
      const toAt = votes.reduce((most, { created }) => Math.max(most, created), first.created)
      const found = new Map<Hex, HubMessage>()
      for await (const page of fetchMessages({ space: first.space, type: 'vote', fromAt, toAt })) {
        for (const message of page) found.set(message.id, message)
      }
      const envelopes: Envelope[] = []
      for (const vote of votes) {
        const message = found.get(vote.id)
        envelopes.push((message && rebuildEnvelope(vote, message)) ?? (await fetchPinned(vote)))
      }
      return envelopes
    },

    /** Posts a signed message to the sequencer. @throws MessageRefusedError if the sequencer refuses it. */
    post: (envelope: Envelope): Promise<PostedMessage> =>
      postEnvelope(request, sequencerUrl, envelope),
  }
}
