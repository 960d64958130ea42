import { useMemo } from 'react'
import { isAddressEqual } from 'viem'
import { createDelegateCall } from '../../client/describeDelegation.ts'
import { describeVotes } from '../../client/explainPower.ts'
import type { Voting } from '../../client/readVoting.ts'
import { formatVotes } from '../../governance/index.ts'
import { useSession } from '../network/session.ts'
import { Notice } from '../ui/Notice.tsx'
import { Moment, Words } from '../ui/texts.tsx'
import { CallButton } from '../wallet/CallButton.tsx'
import type { Voter } from './useVoter.ts'
import styles from './voting.module.css'

/** What a vote of the account weighs; where it weighs nothing, why, and the way to change that. */
export function PowerPart({ voter, voting }: { voter: Voter; voting: Voting }) {
  const { votes, isProvisional, holding, whyNone } = voter.weight
  const { voteStartAt } = voting
  if (whyNone !== undefined) return <NoPower voter={voter} why={whyNone} />
  return (
    <div className={styles.power}>
      <p className={styles.votes}>
        <strong>{formatVotes(votes)}</strong> votes
      </p>
      <p className={styles.soft}>
        {isProvisional ? (
          <>
            as of now ({describeVotes(holding)}). What this account has at{' '}
            <Moment at={voteStartAt} /> counts, when the vote begins.
          </>
        ) : (
          <>
            as of <Moment at={voteStartAt} />, when the vote began.{' '}
            {holding.votes === votes
              ? `These are ${describeVotes(holding)}.`
              : `Now it has ${formatVotes(holding.votes)}, which count for later proposals.`}
          </>
        )}
      </p>
    </div>
  )
}

function NoPower({ voter, why }: { voter: Voter; why: string }) {
  const { network } = useSession()
  const { account, weight } = voter
  const { tokens, delegate } = weight.holding
  const isOwn = delegate !== undefined && isAddressEqual(delegate, account)
  const call = useMemo(
    () => createDelegateCall(network.addresses.token, account),
    [network, account],
  )
  return (
    <Notice tone="warn" title="A vote of this account would count for nothing">
      <Words text={`${why[0]?.toUpperCase()}${why.slice(1)}.`} />
      {tokens > 0n && !isOwn && <CallButton label="Delegate to myself" call={call} />}
    </Notice>
  )
}
