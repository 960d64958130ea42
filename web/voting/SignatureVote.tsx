import { useState } from 'react'
import { type Ballot, formatBallot, signBallot } from '../../client/ballot.ts'
import { type Choice, createBallotCall, toSupport } from '../../client/createVoteCall.ts'
import type { ResolvedProposal } from '../../client/proposals/listProposals.ts'
import type { Voting } from '../../client/readVoting.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import { describeError } from '../data/useReading.ts'
import { useSession } from '../network/session.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Copy, Short, Words } from '../ui/texts.tsx'
import { useTask } from '../wallet/useTask.ts'
import { useWallet } from '../wallet/useWallet.ts'
import { WalletGate } from '../wallet/WalletGate.tsx'
import { bringBallot } from './bringBallot.ts'
import { SigningPart } from './SigningPart.tsx'
import styles from './voting.module.css'

/** Signs a ballot, which the voter gives to whoever brings it. */
export function SignatureVote(props: {
  made: ResolvedProposal
  voting: Voting
  choice: Choice | undefined
  onChanged: () => void
}) {
  const { made, voting, choice, onChanged } = props
  const { client, network } = useSession()
  const { name = '', getSigner } = useWallet()
  const { governor } = network.addresses
  const task = useTask<Ballot>()
  const sign = async (chosen: Choice) => {
    const signer = await getSigner()
    const ballot = await signBallot(
      client,
      { chainId: network.chainId, governor },
      signer,
      made.id,
      toSupport(chosen),
    )
    // Before the vote begins the contract cannot check it.
    if (voting.state === 'active') {
      await tryCall(client, signer.address, createBallotCall(governor, ballot))
    }
    return ballot
  }
  return (
    <WalletGate why="A wallet signs the ballot.">
      <SigningPart
        task={task}
        label={choice === undefined ? 'Sign a ballot' : `Sign a ballot: ${labels[choice]}`}
        wallet={name}
        onAsk={choice === undefined ? undefined : () => task.start(() => sign(choice))}
      >
        {task.state.phase === 'done' && (
          <SignedBallot
            ballot={task.state.result}
            shortId={made.shortId}
            isActive={voting.state === 'active'}
            onChanged={onChanged}
            onDiscard={task.giveUp}
          />
        )}
      </SigningPart>
    </WalletGate>
  )
}

const labels = { for: 'for', against: 'against', abstain: 'abstain' } as const

/** A ballot to copy, to keep, or to hand to the relay. */
function SignedBallot(props: {
  ballot: Ballot
  shortId: string
  isActive: boolean
  onChanged: () => void
  onDiscard: () => void
}) {
  const { ballot, shortId, isActive, onChanged, onDiscard } = props
  const { network } = useSession()
  const { relayUrl } = network
  const text = formatBallot(ballot)
  return (
    <div className={styles.signed}>
      <Notice tone="good" title="Signed. It counts when somebody brings it on chain" isAnnounced>
        <p>
          Whoever has this text can bring it, once: <code>gimbal relay</code> takes it. It can
          change nothing but your vote on this proposal, and is worth nothing after the vote.
        </p>
      </Notice>
      <pre className={styles.ballot}>{text}</pre>
      <div className={styles.actions}>
        <Copy text={text} what="the ballot" />
        <a
          className={styles.download}
          href={`data:application/json,${encodeURIComponent(`${text}\n`)}`}
          download={`ballot-${shortId}.json`}
        >
          Download it
        </a>
        <Button look="quiet" isSmall onClick={onDiscard}>
          Sign another
        </Button>
      </div>
      {relayUrl !== undefined && (
        <RelayPart relayUrl={relayUrl} ballot={ballot} isActive={isActive} onChanged={onChanged} />
      )}
    </div>
  )
}

function RelayPart(props: {
  relayUrl: string
  ballot: Ballot
  isActive: boolean
  onChanged: () => void
}) {
  const { relayUrl, ballot, isActive, onChanged } = props
  const { host } = new URL(relayUrl)
  const [state, setState] = useState<
    'ready' | 'asking' | { hash: `0x${string}` | undefined } | Error
  >('ready')
  const bring = () => {
    setState('asking')
    bringBallot(relayUrl, ballot).then(
      ({ transactionHash: hash }) => {
        setState({ hash })
        onChanged()
      },
      (error) => setState(error instanceof Error ? error : new Error(String(error))),
    )
  }
  if (typeof state === 'object' && 'hash' in state) {
    return (
      <Notice tone="good" title="The relay has brought it" isAnnounced>
        <p>
          {state.hash === undefined ? (
            'A vote of this account is on chain already.'
          ) : (
            <>
              It counts when the transaction is in a block:{' '}
              <Short hex={state.hash} what="the transaction's hash" />
            </>
          )}
        </p>
      </Notice>
    )
  }
  return (
    <div className={styles.signing}>
      {state instanceof Error && (
        <Notice tone="warn" title="The relay did not take it" isAnnounced>
          <Words text={describeError(state)} />
        </Notice>
      )}
      <Button look="primary" disabled={!isActive || state === 'asking'} onClick={bring}>
        {state === 'asking' ? 'Handing it over …' : `Hand it to the relay at ${host}`}
      </Button>
      <p className={styles.soft}>
        {isActive
          ? 'The relay pays. It can bring the ballot or leave it, and cannot change it.'
          : 'The relay takes it once the vote has begun. Keep it until then.'}
      </p>
    </div>
  )
}
