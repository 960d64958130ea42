import { type Address, isAddressEqual } from 'viem'
import { refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import { findProposal, readSettings, type Store } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'

/**
 * Checks a deletion and returns what does it: the proposal and its votes are gone from the hub's tables; their messages
 * stay, and so does what IPFS holds. Source: snapshot-sequencer, src/writer/delete-proposal.ts.
 *
 * @throws Refusal
 */
export function checkDeletion({ message, space }: ValidMessage, { store }: Sequencer) {
  const proposal = findProposal(store, space, message.proposal)
  refuseUnless(proposal !== undefined, 'unknown proposal')
  const isAuthor = isAddressEqual(proposal.author, message.from)
  refuseUnless(
    isAuthor || isModerator(store, space, message.from),
    'not authorized to archive proposal',
  )
  return () => {
    const { id } = proposal
    store.proposals.delete(id)
    for (const [key, vote] of store.votes) {
      if (vote.proposal.toLowerCase() === id) store.votes.delete(key)
    }
  }
}

/**
 * Checks a flag and returns what sets it. Source: snapshot-sequencer, src/writer/flag-proposal.ts.
 *
 * @throws Refusal
 */
export function checkFlag({ message, space }: ValidMessage, { store }: Sequencer) {
  const proposal = findProposal(store, space, message.proposal)
  refuseUnless(proposal !== undefined, 'unknown proposal')
  refuseUnless(!proposal.flagged, 'proposal already flagged')
  refuseUnless(isModerator(store, space, message.from), 'not authorized to flag proposal')
  return () => {
    store.proposals.set(proposal.id, { ...proposal, flagged: true })
  }
}

function isModerator(store: Store, space: string, address: Address): boolean {
  const { admins, moderators } = readSettings(store, space)
  return [...admins, ...moderators].some((one) => isAddressEqual(one, address))
}
