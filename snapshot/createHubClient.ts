import type { Hex } from 'viem'
import type { RequestOptions } from '../http/createRequest.ts'
import { createSnapshotRequest } from './createSnapshotRequest.ts'
import type { Envelope } from './envelope.ts'
import { createGateway, type FetchedEnvelope } from './fetchPinned.ts'
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
import { type Collection, fetchAll, fetchMessagesById, fetchOne, type OddRow } from './queryHub.ts'
import { rebuildEnvelope, type VotedOn } from './voteEnvelope.ts'

export interface HubClientOptions extends RequestOptions {
  /** Where the hub answers GraphQL: `https://hub.snapshot.org/graphql`. */
  hubUrl: string
  /** Where signed messages are posted to: `https://seq.snapshot.org`. */
  sequencerUrl: string
  /** An IPFS gateway, without `/ipfs`: `https://ipfs.snapshot.box`. */
  ipfsUrl: string
  /** For the hub only, which lets its bearer ask more often; a secret. */
  apiKey?: string | undefined
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
  /** Told of rows that are not of their form, which are left out; without it, such a row is an error. */
  onOddRow?: (odd: OddRow) => void
}

/** Snapshot's hub and sequencer. Every method throws what a Request throws, and HubQueryRefusedError. */
export type HubClient = ReturnType<typeof createHubClient>

const proposals: Collection<HubProposal> = {
  kind: 'proposal',
  timeField: 'created',
  schema: proposalSchema,
}
const votesInForce: Collection<HubVote> = {
  kind: 'vote',
  timeField: 'created',
  schema: voteSchema,
}
const messages: Collection<HubMessage> = {
  kind: 'message',
  timeField: 'timestamp',
  schema: messageSchema,
}

interface PagesOptions {
  /** Unix seconds. */
  fromAt?: number
  /** Told of rows that are not of their form, which are left out; without it, such a row is an error. */
  onOddRow?: (odd: OddRow) => void
}

/** A client of a hub and its sequencer. Answers are checked; what may succeed later is asked again. */
export function createHubClient(options: HubClientOptions) {
  const { hubUrl, sequencerUrl, pageSize = 1_000, apiKey } = options
  const request = createSnapshotRequest(options)
  const headers: Record<string, string> = apiKey === undefined ? {} : { 'x-api-key': apiKey }
  const hub = { request, hubUrl, headers, pageSize }
  // Whether a message is there is asked amid attempts that have a patience of their own.
  const hubOnce = { ...hub, request: createSnapshotRequest({ ...options, retries: 0 }) }
  const fetchPinned = createGateway(options)

  const findMessage = async (id: Hex): Promise<PostedMessage | undefined> => {
    const found = await fetchMessagesById(hubOnce, [id]).catch(() => undefined)
    options.signal?.throwIfAborted()
    const message = found?.get(id)
    return message && { id, ipfs: message.ipfs }
  }

  return {
    /** The settings of a space; undefined if the hub has none with the name. */
    fetchSpace: (id: string): Promise<HubSpace | undefined> =>
      fetchOne(hub, 'space', id, spaceSchema),

    /** The proposal with a Snapshot id; undefined if the hub has none, or has it no more. */
    fetchProposal: (id: Hex): Promise<HubProposal | undefined> =>
      fetchOne(hub, 'proposal', id, proposalSchema),

    /** The proposals of a space, created from a time on (Unix seconds), oldest first, a page at a time. */
    fetchProposals: (space: string, { fromAt = 0, onOddRow }: PagesOptions = {}) =>
      fetchAll(hub, proposals, { space }, fromAt, onOddRow),

    /**
     * The votes in force of a proposal, signed from a time on (Unix seconds), oldest first, a page at a time. Who votes
     * again meanwhile can be in two pages: the later vote last.
     */
    fetchVotes: (proposal: Hex, { fromAt = 0, onOddRow }: PagesOptions = {}) =>
      fetchAll(hub, votesInForce, { proposal }, fromAt, onOddRow),

    /** Messages, oldest first, a page at a time. They outlast a proposal that is deleted. */
    fetchMessages: ({ fromAt, toAt, onOddRow, ...filter }: MessageFilter) =>
      fetchAll(hub, messages, { ...filter, timestamp_lte: toAt }, fromAt, onOddRow),

    /**
     * The signed envelopes of votes, in the order of the votes: rebuilt from the hub's rows, or from IPFS where those are
     * not what was signed for the proposal. Each has the id of its vote; signatures are not checked. For one that cannot be
     * fetched there is a reason,
     * and keeps no other back.
     */
    async fetchEnvelopes(votes: readonly HubVote[], votedOn: VotedOn): Promise<FetchedEnvelope[]> {
      const found = await fetchMessagesById(
        hub,
        votes.map(({ id }) => id),
      )
      const rebuilt = votes.map((vote) => {
        const message = found.get(vote.id)
        return message && rebuildEnvelope(vote, votedOn, message)
      })
      const pinned = await fetchPinned(votes.filter((_, index) => rebuilt[index] === undefined))
      const byId = new Map(pinned.map((item) => [item.id, item]))
      return votes.flatMap(({ id }, index) => {
        const envelope = rebuilt[index]
        return envelope === undefined ? (byId.get(id) ?? []) : { id, envelope }
      })
    },

    /** Whether the sequencer ever took the message with an id. */
    hasMessage: async (id: Hex): Promise<boolean> => (await fetchMessagesById(hub, [id])).has(id),

    /** The envelopes of messages from IPFS, in their order; one that cannot be had is a reason. */
    fetchPinned,

    /** The message of a proposal as its author signed it, whatever was made of it since; undefined if it is gone. */
    async fetchSignedProposal(id: Hex): Promise<Envelope | undefined> {
      const message = (await fetchMessagesById(hub, [id])).get(id)
      const [pinned] = message === undefined ? [] : await fetchPinned([message])
      return pinned?.envelope
    },

    /**
     * Posts a signed message to the sequencer.
     *
     * @throws MessageRefusedError if the sequencer refuses it, SequencerFailedError if it cannot take it now.
     */
    post: (envelope: Envelope): Promise<PostedMessage> =>
      postEnvelope({ request, sequencerUrl, findMessage }, envelope),
  }
}
