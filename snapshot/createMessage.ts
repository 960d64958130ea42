import { type Address, getAddress, type Hex } from 'viem'
import type { MessageData } from './envelope.ts'
import { InvalidMessageError } from './errors.ts'
import { proposalTypes, snapshotDomain, voteTypes } from './messageTypes.ts'

/** What a vote on a Governor proposal may choose, counted from 1 in this order. */
export const snapshotChoices = ['For', 'Against', 'Abstain'] as const

/** Both count alike: one choice a vote. */
export type SnapshotVotingType = 'basic' | 'single-choice'

export interface SnapshotProposalFields {
  /** The author, who is also the proposer at the Governor. */
  from: Address
  /** The ENS name of the space. */
  space: string
  /** When it is signed, Unix seconds. */
  timestamp: number
  type: SnapshotVotingType
  title: string
  /** The description of the Governor proposal, byte for byte. */
  body: string
  discussion: string
  labels: readonly string[]
  /** Of the vote, Unix seconds. */
  start: number
  end: number
  /** The block of the hub's voting power. */
  snapshot: number
  /** The Governor's snapshotPlugins(proposalId). */
  plugins: string
  app: string
}

export interface SnapshotVoteFields {
  from: Address
  space: string
  /** When it is signed, Unix seconds. A later one replaces an earlier one. */
  timestamp: number
  /** The Snapshot id of the proposal. */
  proposal: Hex
  /** 1 For, 2 Against, 3 Abstain. */
  choice: number
  reason?: string
  app?: string
  /** JSON as text. */
  metadata?: string
}

/** The message of a Snapshot proposal, as the fields' names in its types. */
export type SnapshotProposalMessage = ReturnType<typeof createSnapshotProposal>['message']
/** The message of a vote. */
export type SnapshotVoteMessage = ReturnType<typeof createVote>['message']

/**
 * The typed data of a Snapshot proposal that the Governor can count votes for: three fixed choices, no privacy.
 *
 * @throws InvalidMessageError if a time or block is no whole number from 0, or the vote does not end after its start.
 */
export function createSnapshotProposal(fields: SnapshotProposalFields) {
  for (const name of ['timestamp', 'start', 'end', 'snapshot'] as const)
    checkCount(name, fields[name])
  if (fields.end <= fields.start) {
    throw new InvalidMessageError('end', `${fields.end}`, `a time after ${fields.start} (start)`)
  }
  const { from, space, timestamp, type, title, body, discussion, start, end, snapshot } = fields
  return {
    domain: snapshotDomain,
    types: proposalTypes,
    message: {
      from: getAddress(from),
      space,
      timestamp,
      type,
      title,
      body,
      discussion,
      choices: [...snapshotChoices],
      labels: [...fields.labels],
      start,
      end,
      snapshot,
      plugins: fields.plugins,
      privacy: '',
      app: fields.app,
    },
  } satisfies MessageData
}

/**
 * The typed data of a vote.
 *
 * @throws InvalidMessageError if the choice is not one of the three, the id is no 32 bytes, or the time no whole number.
 */
export function createVote(fields: SnapshotVoteFields) {
  checkCount('timestamp', fields.timestamp)
  const {
    from,
    space,
    timestamp,
    proposal,
    choice,
    reason = '',
    app = '',
    metadata = '{}',
  } = fields
  if (!Number.isInteger(choice) || choice < 1 || choice > snapshotChoices.length) {
    throw new InvalidMessageError('choice', `${choice}`, '1 (For), 2 (Against) or 3 (Abstain)')
  }
  if (!/^0x[0-9a-f]{64}$/.test(proposal)) {
    throw new InvalidMessageError('proposal', `"${proposal}"`, '0x and 64 small hexadecimal digits')
  }
  return {
    domain: snapshotDomain,
    types: voteTypes,
    message: { from: getAddress(from), space, timestamp, proposal, choice, reason, app, metadata },
  } satisfies MessageData
}

function checkCount(field: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new InvalidMessageError(field, `${value}`, 'a whole number from 0')
}
