import type { Hex } from 'viem'
import type { CastVote } from '../../../client/readVotes.ts'
import type { IndexedVote, VoteWay } from '../../../query/index.ts'

export type Choice = CastVote['choice']

/** A vote as the page shows it. */
export interface ShownVote extends CastVote {
  /** Undefined where the index does not tell. */
  way: VoteWay | undefined
  /** Time of its block, Unix seconds; undefined until it is known. */
  at: bigint | undefined
}

/**
 * The chain's votes, with what the index and the blocks add to them. The chain says which there are: an index behind it, or
 * one that is wrong, takes none away.
 *
 * @param times - Of blocks, by hash.
 */
export function mergeVotes(
  votes: readonly CastVote[],
  indexed: readonly IndexedVote[] = [],
  times: ReadonlyMap<Hex, bigint> = new Map(),
): ShownVote[] {
  const told = new Map<string, IndexedVote[]>()
  for (const vote of indexed) {
    const key = `${vote.transactionHash} ${vote.voter}`
    told.set(key, [...(told.get(key) ?? []), vote])
  }
  return votes.map((vote) => {
    // One transaction may hold several votes of one voter, in their order.
    const own = told.get(`${vote.transactionHash} ${vote.address.toLowerCase()}`)?.shift()
    return { ...vote, way: own?.way, at: own?.blockAt ?? times.get(vote.blockHash) }
  })
}

/** What was counted for each choice at a time, in smallest units of votes. */
export interface Count {
  at: bigint
  for: bigint
  against: bigint
  abstain: bigint
}

/** The votes added up as they came: a vote that replaces another takes it away. Those without a time are left out. */
export function accumulate(votes: readonly ShownVote[]): Count[] {
  const inForce = new Map<string, ShownVote>()
  const sums = { for: 0n, against: 0n, abstain: 0n }
  const counts: Count[] = []
  for (const vote of votes) {
    if (vote.at === undefined) continue
    const before = inForce.get(vote.address)
    if (before !== undefined) sums[before.choice] -= before.votes
    inForce.set(vote.address, vote)
    sums[vote.choice] += vote.votes
    const count = { at: vote.at, for: sums.for, against: sums.against, abstain: sums.abstain }
    // Of several votes in a block the last one tells.
    if (counts.at(-1)?.at === vote.at) counts.pop()
    counts.push(count)
  }
  return counts
}

/** Votes that count, by the way in which they came. */
export interface WaySum {
  way: VoteWay | undefined
  voters: number
  for: bigint
  against: bigint
  abstain: bigint
}

const ways: readonly (VoteWay | undefined)[] = [
  'CHAIN',
  'SIGNATURE',
  'SNAPSHOT',
  'CONTRACT',
  undefined,
]

/** The votes that count, added up by way; ways without a vote are left out. */
export function sumByWay(votes: readonly ShownVote[]): WaySum[] {
  const counted = votes.filter(({ isCounted }) => isCounted)
  return ways.flatMap((way): WaySum[] => {
    const own = counted.filter((vote) => vote.way === way)
    if (own.length === 0) return []
    const sum = (choice: Choice) =>
      own.filter((vote) => vote.choice === choice).reduce((total, vote) => total + vote.votes, 0n)
    return [
      {
        way,
        voters: own.length,
        for: sum('for'),
        against: sum('against'),
        abstain: sum('abstain'),
      },
    ]
  })
}

export const wayNames: Readonly<Record<VoteWay, string>> = {
  CHAIN: 'on chain',
  SIGNATURE: 'by signature',
  SNAPSHOT: 'by Snapshot',
  CONTRACT: 'through a contract',
}

/** The heaviest voters first; what a voter replaced stands below what counts. */
export function orderVotes(votes: readonly ShownVote[]): ShownVote[] {
  const weights = new Map<string, bigint>()
  for (const { address, votes: weight, isCounted } of votes) {
    if (isCounted) weights.set(address, weight)
  }
  const place = new Map(votes.map((vote, index) => [vote, index]))
  return votes.toSorted((a, b) => {
    const [heavy, light] = [weights.get(b.address) ?? 0n, weights.get(a.address) ?? 0n]
    if (heavy !== light) return heavy > light ? 1 : -1
    if (a.address !== b.address) return a.address < b.address ? -1 : 1
    return (place.get(b) ?? 0) - (place.get(a) ?? 0)
  })
}
