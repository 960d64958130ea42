import type { ProposalPage, ProposalState } from '../../../governance/index.ts'

type Tally = ProposalPage['tally']

/** How the vote stands, or what it came to, in a sentence. */
export function sayOutlook(state: ProposalState, tally: Tally): string {
  const { isQuorumReached } = tally
  const isAhead = tally.for.votes > tally.against.votes
  switch (state) {
    case 'pending':
      return 'Nobody can vote yet.'
    case 'active':
      if (isAhead && isQuorumReached) return 'If nobody voted any more, it would pass.'
      return `If nobody votes any more, it is defeated: ${sayMissing(isAhead, isQuorumReached)}.`
    case 'defeated':
      return `It was defeated: ${sayMissing(isAhead, isQuorumReached)}.`
    case 'canceled':
      return 'It was canceled; these votes decide nothing.'
    case 'expired':
      return 'It passed, and was not executed in time.'
    case 'succeeded':
    case 'queued':
    case 'executed':
      return 'It has passed: more for than against, and the quorum.'
  }
}

function sayMissing(isAhead: boolean, isQuorumReached: boolean): string {
  const missing = [
    isAhead ? '' : 'it has not more votes for than against',
    isQuorumReached ? '' : 'the quorum is not reached',
  ]
  return missing.filter((part) => part !== '').join(', and ')
}
