import type { Address, Hex } from 'viem'
import type { Envelope, SnapshotVotingType, SpaceSettings } from '../../snapshot/index.ts'

/** A proposal as the hub keeps it. Times are Unix seconds. */
export interface StoredProposal {
  id: Hex
  ipfs: string
  author: Address
  created: number
  space: string
  type: SnapshotVotingType
  title: string
  body: string
  discussion: string
  choices: string[]
  labels: string[]
  start: number
  end: number
  snapshot: number
  plugins: object
  app: string
}

/** The vote in force of one voter. `vp` is in whole tokens. */
export interface StoredVote {
  id: Hex
  ipfs: string
  voter: Address
  created: number
  space: string
  proposal: Hex
  choice: number
  reason: string
  app: string
  metadata: object
  vp: number
}

interface StoredMessage {
  id: Hex
  ipfs: string
  address: Address
  version: string
  timestamp: number
  space: string
  type: 'vote' | 'proposal'
  sig: Hex
  receipt: string
}

/** What IPFS holds of a message. */
export type PinnedEnvelope = Envelope & { hash: Hex }

/** All that a hub knows. */
export interface Store {
  readonly spaces: Readonly<Record<string, SpaceSettings>>
  readonly proposals: Map<Hex, StoredProposal>
  /** By proposal and voter, see `voteKey`. */
  readonly votes: Map<string, StoredVote>
  readonly messages: Map<Hex, StoredMessage>
  /** By CID. */
  readonly pinned: Map<string, PinnedEnvelope>
}

export function createStore(spaces: Store['spaces']): Store {
  return {
    spaces,
    proposals: new Map(),
    votes: new Map(),
    messages: new Map(),
    pinned: new Map(),
  }
}

/** One vote a proposal and voter. */
export const voteKey = (proposal: Hex, voter: Address) => `${proposal} ${voter}`
