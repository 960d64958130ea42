import { scoreSnapshot } from '../../snapshot/tallySnapshot.ts'
import { findSpace, type Store, type StoredProposal, type StoredVote } from './store.ts'

/** Makes the hub's answers of rows. Source: snapshot-hub, src/graphql/helpers.ts. */
export function formatRow(store: Store, nowAt: number) {
  const toSpace = (name: string) => {
    const space = findSpace(store, name)
    if (space === undefined) return null
    const { id, settings } = space
    const { delay, period, quorum } = settings.voting
    const isFlagged = store.flaggedSpaces.has(id)
    return {
      ...settings,
      id,
      // The hub has no zero of these.
      voting: {
        ...settings.voting,
        delay: delay || null,
        period: period || null,
        quorum: quorum || null,
      },
      flagged: isFlagged,
      flagCode: Number(isFlagged),
      verified: false,
      hibernated: false,
      turbo: false,
    }
  }
  const findVotes = (id: string) =>
    [...store.votes.values()].filter((vote) => vote.proposal.toLowerCase() === id)
  const toProposal = (proposal: StoredProposal) => {
    const space = toSpace(proposal.space)
    const score = () => {
      const votes = findVotes(proposal.id)
      const balances = votes.map(({ choice, vp }) => ({ choice: choice as number, balance: vp }))
      // Nobody adds up before the first vote.
      return votes.length === 0 ? [] : scoreSnapshot(proposal, balances)
    }
    return {
      ...proposal,
      // In the capitals of the signed message.
      space: space && { ...space, id: proposal.space },
      network: space?.network,
      symbol: space?.symbol,
      strategies: space?.strategies,
      validation: space?.voteValidation,
      quorum: space?.voting.quorum ?? 0,
      quorumType: 'default',
      state: findState(proposal, nowAt),
      link: `https://snapshot.box/#/s:${proposal.space}/proposal/${proposal.id}`,
      votes: () => findVotes(proposal.id).length,
      scores: score,
      scores_by_strategy: () => score().map((total) => [total]),
      scores_state: 'pending',
      scores_total: () => findVotes(proposal.id).reduce((sum, { vp }) => sum + vp, 0),
      flagCode: Number(proposal.flagged),
    }
  }
  const toVote = (vote: StoredVote) => ({
    ...vote,
    space: () => ({ ...toSpace(vote.space), id: vote.space }),
    // The hub looks proposals up by the text that was signed: in other capitals, it finds none.
    proposal: () => {
      const proposal = store.proposals.get(vote.proposal)
      return proposal && toProposal(proposal)
    },
    vp_by_strategy: [vote.vp],
    vp_state: 'final',
  })
  return { toSpace, toProposal, toVote }
}

function findState({ start, end }: StoredProposal, nowAt: number) {
  if (nowAt > end) return 'closed'
  return nowAt > start ? 'active' : 'pending'
}

/** Whether a filter by state selects a proposal. At its first and last second none does; an unknown state selects all. */
export function hasState({ start, end }: StoredProposal, state: unknown, nowAt: number): boolean {
  if (state === 'pending') return start > nowAt
  if (state === 'active') return start < nowAt && end > nowAt
  return state !== 'closed' || end < nowAt
}
