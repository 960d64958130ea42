import type { CastVote } from '../../client/readVotes.ts'
import type { VoteWay } from '../../client/readVoteWay.ts'
import { formatVotes } from '../../governance/index.ts'
import { Notice } from '../ui/Notice.tsx'
import { Short, Stranger } from '../ui/texts.tsx'

const words = { for: 'for it', against: 'against it', abstain: 'to abstain' } as const

/** How the account has voted. */
export function OwnVotePart({ way, vote }: { way: VoteWay; vote: CastVote | undefined }) {
  const how = vote === undefined ? '' : ` ${words[vote.choice]}`
  const isFinal = way === 'chain'
  return (
    <Notice tone="good" title={`You have voted${how}`}>
      {vote !== undefined && (
        <p>
          {formatVotes(vote.votes)} votes, in transaction{' '}
          <Short hex={vote.transactionHash} what="the transaction's hash" />
        </p>
      )}
      {vote?.reason !== undefined && <Stranger text={vote.reason} />}
      <p>
        {isFinal
          ? 'It is on chain and final.'
          : 'It came by Snapshot: a later vote there replaces it, and so does a vote on chain, which is final.'}
      </p>
    </Notice>
  )
}
