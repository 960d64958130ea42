import type { Address, PublicClient } from 'viem'
import { tokenAbi } from '../abi/index.ts'
import {
  type BoundProposal,
  type FetchedEnvelope,
  getSnapshotId,
  type HubClient,
  type OddRow,
} from '../snapshot/index.ts'
import { isSignedByVoter } from './isSignedByVoter.ts'
import type { SnapshotStanding } from './readSnapshotStanding.ts'
import { type RelayedVote, readSnapshotVote } from './readSnapshotVote.ts'

export interface CollectOptions {
  client: PublicClient
  hub: HubClient
  governor: Address
  token: Address
  bound: BoundProposal
  /** From readSnapshotStanding. */
  state: SnapshotStanding['state']
  /** Unix seconds: who holds votes then may vote. */
  voteStartAt: bigint
}

/** A vote that the Governor counts, or would. */
interface WeighedVote extends RelayedVote {
  /** 18 decimals. */
  power: bigint
}

/** A vote that the Governor does not count. `voter` is whom the hub or the message names. */
export interface LeftOut {
  voter: string
  reason: string
}

export interface SnapshotVotes {
  votes: WeighedVote[]
  leftOut: LeftOut[]
}

/**
 * Every vote that Snapshot has for a proposal: those that the Governor counts with their weight, and the others by name.
 * Of a proposal that is deleted or flagged they are looked for among the messages of the space. The vote has to have begun.
 *
 * @throws what the hub client throws where the hub does not answer at all.
 */
export async function collectSnapshotVotes(options: CollectOptions): Promise<SnapshotVotes> {
  const { hub, bound, state } = options
  const leftOut: LeftOut[] = []
  const onOddRow = ({ name, reason }: OddRow) => leftOut.push({ voter: name, reason })
  const latest = new Map<Address, WeighedVote>()
  let rowCount = 0
  for await (const page of hub.fetchVotes(bound.id, { onOddRow })) {
    rowCount += page.length
    const fetched = await hub.fetchEnvelopes(page, { proposal: bound.id, space: bound.space })
    const voters = new Map(page.map(({ id, voter }) => [id, voter]))
    await takePage(options, fetched, (id) => voters.get(id), { latest, leftOut })
  }
  if ((state === 'deleted' || state === 'flagged') && rowCount === 0) {
    const { space, start: fromAt, end: toAt } = bound
    const filter = { space, type: 'vote', fromAt, toAt, onOddRow }
    for await (const page of hub.fetchMessages(filter)) {
      const fetched = await hub.fetchPinned(page)
      const signers = new Map(page.map(({ id, address }) => [id, address]))
      const own = fetched.filter(({ envelope }) => isFor(envelope?.data.message, bound))
      await takePage(options, own, (id) => signers.get(id), { latest, leftOut })
      for (const { id, reason } of fetched) {
        const voter = signers.get(id)
        if (reason !== undefined && voter !== undefined) leftOut.push({ voter, reason })
      }
    }
  }
  return { votes: [...latest.values()], leftOut }
}

/** Sorts the envelopes of one page: the latest of each voter, and what is left out. */
async function takePage(
  options: CollectOptions,
  fetched: readonly FetchedEnvelope[],
  nameOf: (id: FetchedEnvelope['id']) => string | undefined,
  { latest, leftOut }: { latest: Map<Address, WeighedVote>; leftOut: LeftOut[] },
): Promise<void> {
  const judged = await Promise.all(
    fetched.map(async (item) => {
      const voter = nameOf(item.id) ?? item.id
      const verdict = await judge(options, item)
      return typeof verdict === 'string' ? { voter, reason: verdict } : verdict
    }),
  )
  for (const verdict of judged) {
    if ('reason' in verdict) {
      leftOut.push(verdict)
      continue
    }
    const voter = verdict.vote.from
    const other = latest.get(voter)
    const isNewer = other === undefined || verdict.vote.timestamp > other.vote.timestamp
    if (isNewer) latest.set(voter, verdict)
    const older = isNewer ? other : verdict
    if (older === undefined || older.signature === latest.get(voter)?.signature) continue
    leftOut.push({ voter, reason: 'a later vote of the same voter replaces it' })
  }
}

/** The vote with its weight, or why it does not count. */
async function judge(
  { client, governor, token, bound, voteStartAt }: CollectOptions,
  { envelope, reason: missing }: FetchedEnvelope,
): Promise<WeighedVote | string> {
  if (envelope === undefined) return missing
  const { vote: relayed, reason } = readSnapshotVote(envelope)
  if (relayed === undefined) return reason
  const { proposal, space, vote, signature } = relayed
  if (proposal !== bound.id) return `it is for the proposal ${proposal}`
  if (space !== bound.space)
    return `it is for the space "${space.slice(0, 64)}", and not for "${bound.space}"`
  if (vote.timestamp < BigInt(bound.start)) return 'it is dated before the vote began'
  const power = await client.readContract({
    address: token,
    abi: tokenAbi,
    functionName: 'getPastVotes',
    args: [vote.from, voteStartAt],
  })
  if (power === 0n) return 'the voter had no votes when the vote began'
  const digest = getSnapshotId(envelope.data)
  const isSigned = await isSignedByVoter(client, governor, vote.from, digest, signature)
  return isSigned ? { ...relayed, power } : "its signature is not the voter's"
}

/** Whether a message is a vote for the proposal, also one that names it in other letters. */
function isFor(message: { [field: string]: unknown } | undefined, { id }: BoundProposal): boolean {
  return typeof message?.proposal === 'string' && message.proposal.toLowerCase() === id
}
