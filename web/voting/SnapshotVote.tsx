import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Hex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { type Choice, toSupport } from '../../client/createVoteCall.ts'
import type { ResolvedProposal } from '../../client/proposals/listProposals.ts'
import { readSnapshotDangers } from '../../client/proposals/readSnapshotDangers.ts'
import type { Voting } from '../../client/readVoting.ts'
import type { PostedMessage } from '../../snapshot/index.ts'
import { useReading } from '../data/useReading.ts'
import { openHub } from '../network/openHub.ts'
import { useSession } from '../network/session.ts'
import { Button } from '../ui/Button.tsx'
import { Facts } from '../ui/DataTable.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ReadingView } from '../ui/ReadingView.tsx'
import { Copy, Short, Stranger } from '../ui/texts.tsx'
import { useTask } from '../wallet/useTask.ts'
import { useWallet } from '../wallet/useWallet.ts'
import { WalletGate } from '../wallet/WalletGate.tsx'
import { SigningPart } from './SigningPart.tsx'
import styles from './voting.module.css'

/** Snapshot's page changes by hand only, milliseconds. */
const FRESH_MS = 60_000

/** Signs a vote for Snapshot and posts it, after a look at what Snapshot shows. */
export function SnapshotVote(props: {
  made: ResolvedProposal
  voting: Voting & { snapshotProposalId: Hex }
  choice: Choice | undefined
  reason: string | undefined
  onChanged: () => void
}) {
  const { made, voting, choice, reason, onChanged } = props
  const { client, network } = useSession()
  const { name = '', getSigner } = useWallet()
  const queries = useQueryClient()
  const [isInsisted, setInsisted] = useState(false)
  const { snapshotProposalId } = voting
  const comparison = useReading({
    key: ['snapshot-dangers', `${made.id}`],
    freshMs: FRESH_MS,
    read: (session) =>
      readSnapshotDangers(session, made, snapshotProposalId, () => openHub(session.network, false)),
  })
  const space = useReading({
    key: ['snapshot-space'],
    read: ({ client: node, network: { addresses } }) =>
      node.readContract({
        address: addresses.governor,
        abi: governorAbi,
        functionName: 'snapshotSpace',
      }),
  })
  const task = useTask<PostedMessage>()
  const vote = async (chosen: Choice) => {
    const { postVote, signCountedVote } = await import('../../client/castOnSnapshot.ts')
    const { governor } = network.addresses
    const named = { id: made.id, state: voting.state, snapshotProposalId }
    const signed = await signCountedVote(
      client,
      governor,
      await getSigner(),
      named,
      toSupport(chosen),
      reason,
    )
    const posted = await postVote(openHub(network, true), voting, signed)
    void queries.invalidateQueries()
    onChanged()
    return posted
  }
  return (
    <ReadingView reading={comparison} what="what Snapshot shows of it">
      {({ dangers, notes }) => (
        <WalletGate why="A wallet signs the vote." isAnyChain>
          {dangers.length > 0 && (
            <Notice
              tone="danger"
              title="DANGER: Snapshot shows something else than the Governor counts"
            >
              {dangers.map((danger) => (
                <p key={danger}>{danger}</p>
              ))}
              <p>A vote on chain or by signature counts as this page shows it.</p>
              <label className={styles.insist}>
                <input
                  type="checkbox"
                  checked={isInsisted}
                  onChange={({ target }) => setInsisted(target.checked)}
                />
                I have read it, and vote on Snapshot anyway
              </label>
            </Notice>
          )}
          {notes.length > 0 && (
            <Notice tone="warn" title="What Snapshot shows is not known">
              {notes.map((note) => (
                <p key={note}>{note}</p>
              ))}
              <label className={styles.insist}>
                <input
                  type="checkbox"
                  checked={isInsisted}
                  onChange={({ target }) => setInsisted(target.checked)}
                />
                I vote on Snapshot all the same
              </label>
            </Notice>
          )}
          <Facts
            facts={[
              // What a wallet shows has to be this: the node tells both.
              ['Space', <Stranger key="space" text={space.data ?? '…'} isInline />],
              [
                'Proposal there',
                <Short key="id" hex={snapshotProposalId} what="Snapshot's id of the proposal" />,
              ],
            ]}
          />
          <SigningPart
            task={task}
            label={choice === undefined ? 'Sign and post the vote' : `Sign and post: ${choice}`}
            wallet={name}
            onAsk={
              choice === undefined || (dangers.length + notes.length > 0 && !isInsisted)
                ? undefined
                : () => task.start(() => vote(choice))
            }
          >
            {task.state.phase === 'done' && (
              <Posted posted={task.state.result} shortId={made.shortId} onAnother={task.giveUp} />
            )}
          </SigningPart>
        </WalletGate>
      )}
    </ReadingView>
  )
}

/** Snapshot's receipt, and what is still missing. */
function Posted(props: { posted: PostedMessage; shortId: string; onAnother: () => void }) {
  const { posted, shortId, onAnother } = props
  const command = `gimbal relay --proposal ${shortId} --yes`
  return (
    <div className={styles.signed}>
      <Notice tone="good" title="Snapshot has taken your vote" isAnnounced>
        <p>
          It counts at the Governor once somebody has brought it on chain, before the vote ends.
          Anyone can bring all of them at once: <code>{command}</code>{' '}
          <Copy text={command} what="the command" />
        </p>
      </Notice>
      <Facts
        facts={[
          ['Receipt', <Short key="id" hex={posted.id} what="Snapshot's id of the vote" />],
          ['On IPFS', posted.ipfs ?? 'taken at an earlier attempt'],
        ]}
      />
      <div>
        <Button look="quiet" isSmall onClick={onAnother}>
          Change the vote
        </Button>
      </div>
    </div>
  )
}
