import type { Network } from '../../client/network/network.ts'
import type { Voting } from '../../client/readVoting.ts'

/** How a vote comes to the Governor. */
export type Way = 'chain' | 'signature' | 'snapshot'

/** A way to vote: what it means for the voter, and whether it is open. */
export interface WayFacts {
  way: Way
  title: string
  /** Who pays, when it counts, whether it is final. */
  meaning: string
  /** Why it is not open now, a sentence; undefined: it is. */
  obstacle: string | undefined
}

type Services = Pick<Network, 'hubUrl' | 'sequencerUrl' | 'ipfsUrl' | 'relayUrl'>

/**
 * The three ways to vote.
 *
 * @param nowAt - When the block that would hold a vote begins, Unix seconds.
 */
export function listWays(
  { state, snapshotProposalId, snapshotStartAt }: Voting,
  services: Services,
  nowAt: bigint,
): WayFacts[] {
  const isActive = state === 'active'
  const isPending = state === 'pending'
  const over = isActive || isPending ? undefined : 'The vote is over.'
  const { hubUrl, sequencerUrl, ipfsUrl, relayUrl } = services
  const hasHub = hubUrl !== undefined && sequencerUrl !== undefined && ipfsUrl !== undefined
  const early = isPending ? 'It opens when the vote begins.' : undefined
  const bringer = relayUrl === undefined ? 'anyone you give it to' : 'the relay, or anyone else,'
  return [
    {
      way: 'chain',
      title: 'On chain',
      meaning:
        'Your wallet sends a transaction, and you pay its fee. It counts at once, and it is final.',
      obstacle: over ?? early,
    },
    {
      way: 'signature',
      title: 'By signature',
      meaning: `You sign a ballot and pay nothing. It counts when ${bringer} has brought it on chain, and is final then. A ballot carries no reason.`,
      obstacle: over,
    },
    {
      way: 'snapshot',
      title: 'On Snapshot',
      meaning:
        'You sign on Snapshot and pay nothing. A later vote there replaces it, and so does a vote on chain. It counts once somebody has brought it on chain with the others.',
      obstacle:
        over ??
        (snapshotProposalId === undefined
          ? 'This proposal names none on Snapshot, so votes there would count nowhere.'
          : !hasHub
            ? 'The network names no Snapshot; its URLs can be given in the settings.'
            : isPending && nowAt < snapshotStartAt
              ? 'It opens when the vote on Snapshot begins.'
              : undefined),
    },
  ]
}
