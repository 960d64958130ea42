import { refuseUnless } from './refusal.ts'
import { type Store, type StoredVote, voteKey } from './store.ts'

/**
 * Keeps a vote in place of the voter's earlier one.
 *
 * @throws Refusal if the voter has a later one, or one of the same second with an id that is not before this one's.
 */
export function keepVote(store: Store, vote: StoredVote): void {
  const key = voteKey(vote.proposal, vote.voter)
  const earlier = store.votes.get(key)
  if (earlier === undefined) {
    store.votes.set(key, vote)
    return
  }
  refuseUnless(earlier.created <= vote.created, 'already voted at later time')
  refuseUnless(
    earlier.created < vote.created || vote.id > earlier.id,
    'already voted same time with lower index',
  )
  // As the sequencer does: the row keeps the spelling of the first vote.
  const { space, proposal } = earlier
  store.votes.set(key, { ...vote, space, proposal })
}
