import type { Address, Hex } from 'viem'
import type { Envelope, SnapshotVotingType, SpaceSettings } from '../../snapshot/index.ts'
import type { MessageKind } from './messageKind.ts'
import { refuseUnless } from './refusal.ts'

/** A proposal as the hub keeps it. Times are Unix seconds. */
export interface StoredProposal {
  id: Hex
  /** The message in force: the first, or the latest update. */
  ipfs: string
  author: Address
  created: number
  /** When it was last updated; null if never. */
  updated: number | null
  /** As it was signed, in any capitals. */
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
  privacy: string
  app: string
  flagged: boolean
}

/** The vote in force of one voter. `vp` is in whole tokens. */
export interface StoredVote {
  id: Hex
  ipfs: string
  voter: Address
  created: number
  /** As it was signed, in any capitals; and the proposal's id. */
  space: string
  proposal: Hex
  /** A number for a choice; encrypted in a private vote. */
  choice: number | string
  reason: string
  app: string
  metadata: object
  vp: number
}

interface StoredMessage {
  id: Hex
  /** Counts the messages, from 1. */
  mci: number
  ipfs: string
  /** The signer. */
  address: Address
  version: string
  timestamp: number
  space: string
  /** The same for every kind of vote. */
  type: Exclude<MessageKind, 'vote-array' | 'vote-string'>
  sig: Hex
  receipt: string
}

/** Aliases: accounts that may sign for an address. */
interface StoredAlias {
  id: Hex
  ipfs: string
  address: Address
  alias: Address
  created: number
}

/** The part of a message that IPFS holds. */
export type PinnedEnvelope = Envelope & { hash: Hex }

/** All that a hub knows. Its texts are equal whatever their capitals, as its database compares them. */
export interface Store {
  readonly spaces: Readonly<Record<string, SpaceSettings>>
  readonly flaggedSpaces: Set<string>
  readonly proposals: Map<Hex, StoredProposal>
  /** By proposal and voter, see `voteKey`. */
  readonly votes: Map<string, StoredVote>
  readonly aliases: Map<Hex, StoredAlias>
  readonly messages: Map<Hex, StoredMessage>
  /** By CID. Messages that are deleted at the hub stay here. */
  readonly pinned: Map<string, PinnedEnvelope>
}

const ALIAS_LIFETIME_SEC = 30 * 86_400

export function createStore(spaces: Store['spaces']): Store {
  return {
    spaces,
    flaggedSpaces: new Set(),
    proposals: new Map(),
    votes: new Map(),
    aliases: new Map(),
    messages: new Map(),
    pinned: new Map(),
  }
}

/** One vote a proposal and voter. */
export const voteKey = (proposal: Hex, voter: Address) => `${proposal} ${voter}`.toLowerCase()

/** A space by its name, in any capitals. */
export function findSpace(store: Store, name: string) {
  const found = Object.entries(store.spaces).find(([id]) => isSameText(id, name))
  return found && { id: found[0], settings: found[1] }
}

/** The settings of a space, in any capitals. @throws Refusal */
export function readSettings(store: Store, name: string): SpaceSettings {
  const space = findSpace(store, name)
  refuseUnless(space !== undefined, 'unknown space')
  return space.settings
}

/** A proposal of a space by its id, both in any capitals. */
export function findProposal(store: Store, space: string, id: unknown): StoredProposal | undefined {
  const proposal = store.proposals.get(String(id).toLowerCase() as Hex)
  return proposal && isSameText(proposal.space, space) ? proposal : undefined
}

/** Whether the address named the alias in the last 30 days. */
export function isAlias(
  store: Store,
  { address, alias }: Pick<StoredAlias, 'address' | 'alias'>,
  nowAt: number,
): boolean {
  return [...store.aliases.values()].some(
    (row) =>
      row.address === address && row.alias === alias && row.created > nowAt - ALIAS_LIFETIME_SEC,
  )
}

const isSameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
