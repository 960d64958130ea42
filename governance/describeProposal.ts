import { type Address, formatUnits } from 'viem'
import type { DecodedProposal } from './decodeProposal.ts'
import type { MarketDiff } from './diffProposal.ts'
import { hashDocument } from './formatDocument.ts'
import type { Proposal } from './proposal.ts'
import type { Verification } from './verifyProposal.ts'

/** States of a proposal, in the order of OpenZeppelin's `ProposalState`. */
export const proposalStates = [
  'pending',
  'active',
  'canceled',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
] as const
export type ProposalState = (typeof proposalStates)[number]

/** Unix seconds; undefined for what has no time yet. */
export interface ProposalTimes {
  createdAt?: bigint
  /** When votes were counted who may vote. */
  snapshotAt?: bigint
  startAt?: bigint
  endAt?: bigint
  /** When it may be executed. */
  etaAt?: bigint
  executedAt?: bigint
}

/** Votes, with 18 decimals. */
export interface Tally {
  forVotes: bigint
  againstVotes: bigint
  abstainVotes: bigint
  /** Votes for and abstentions that it takes. */
  quorumVotes: bigint
}

export interface Voter {
  address: Address
  choice: 'for' | 'against' | 'abstain'
  /** With 18 decimals. */
  votes: bigint
  reason?: string
}

/** A number of votes, in words and as a share. */
export interface VoteShare {
  /** Whole tokens, for example `600,000`. */
  text: string
  votes: bigint
  /** Of all votes cast, or of the quorum; 0 to 1 and, of the quorum, more. */
  share: number
}

/** A proposal as a voter reads it: facts, no opinion. */
export interface ProposalPage {
  title: string
  summary: string
  state: ProposalState
  /** The state in a sentence. */
  stateText: string
  /** Warnings, the worst first; empty if text and calls agree. */
  warnings: readonly string[]
  times: ProposalTimes
  tally: {
    for: VoteShare
    against: VoteShare
    abstain: VoteShare
    quorum: VoteShare
    isQuorumReached: boolean
  }
  changes: readonly MarketDiff[]
  /** keccak256 of what the calls do; undefined if one of them is unknown or has no text. */
  documentHash?: string
  /** keccak256 of the result of a backtest that the description names; undefined: not backtested. */
  backtestHash?: string
  callCount: number
  voters: readonly Voter[]
}

export interface ProposalFacts {
  proposal: Proposal
  decoded: DecodedProposal
  verification: Verification
  diff: readonly MarketDiff[]
  state: ProposalState
  times: ProposalTimes
  tally: Tally
  voters?: readonly Voter[]
  /** Of this chain's timelock, for when a change on another chain can be in force; undefined: not known. */
  homeDelaySec?: bigint
}

const stateTexts: Readonly<Record<ProposalState, string>> = {
  pending: 'Voting has not begun.',
  active: 'Voting is open.',
  canceled: 'Canceled; it will not be executed.',
  defeated: 'Defeated; it will not be executed.',
  succeeded: 'The vote has passed; it waits to be queued.',
  queued: 'The vote has passed; it waits for the timelock.',
  expired: 'Expired; it was not executed in time.',
  executed: 'Executed; its changes are in force.',
}

/** Everything that a voter needs to know about a proposal, from facts that were read elsewhere. */
export function describeProposal(facts: ProposalFacts): ProposalPage {
  const { proposal, decoded, verification, diff, state, times, tally, voters = [] } = facts
  const { title, summary, document, backtestHash } = decoded
  const isElsewhere = diff.some(({ remote }) => remote !== undefined)
  return {
    title,
    summary,
    state,
    stateText: state === 'executed' && isElsewhere ? executedElsewhere : stateTexts[state],
    times,
    changes: diff.map((change) => placeInTime(change, facts)),
    voters,
    warnings: listWarnings(verification),
    tally: describeTally(tally),
    ...(document && { documentHash: hashDocument(document) }),
    ...(backtestHash && { backtestHash }),
    callCount: proposal.targets.length,
  }
}

const executedElsewhere =
  'Executed; what it changes on another chain is in force there once its messages have arrived and the timelock there has passed.'

const ended: readonly ProposalState[] = ['canceled', 'defeated', 'expired']

/** A change on another chain with the earliest time at which it can be in force there. */
function placeInTime(
  change: MarketDiff,
  { state, times: { etaAt, endAt }, homeDelaySec }: ProposalFacts,
): MarketDiff {
  const { remote } = change
  if (remote?.delaySec === undefined || ended.includes(state)) return change
  const voted = endAt === undefined || homeDelaySec === undefined ? undefined : endAt + homeDelaySec
  const homeAt = etaAt ?? voted
  if (homeAt === undefined) return change
  return { ...change, remote: { ...remote, earliestAt: homeAt + remote.delaySec } }
}

const alarming = ['call-unknown', 'call-sends-ether', 'call-hidden']

/** How a warning begins that is a danger. */
export const DANGER = 'DANGER: '

/** Whether a warning of a page is a danger. */
export const isDanger = (warning = ''): boolean => warning.startsWith(DANGER)

/** Unreadable calls, and calls that the text does not name, come first and are marked as dangers. */
export function listWarnings({ findings }: Verification): string[] {
  const isAlarming = ({ kind }: { kind: string }) => alarming.includes(kind)
  return [
    ...findings.filter(isAlarming).map(({ message }) => `${DANGER}${message}`),
    ...findings.filter((finding) => !isAlarming(finding)).map(({ message }) => message),
  ]
}

function describeTally({ forVotes, againstVotes, abstainVotes, quorumVotes }: Tally) {
  const cast = forVotes + againstVotes + abstainVotes
  const counted = forVotes + abstainVotes
  return {
    for: toShare(forVotes, cast),
    against: toShare(againstVotes, cast),
    abstain: toShare(abstainVotes, cast),
    quorum: { ...toShare(quorumVotes, quorumVotes), share: toShare(counted, quorumVotes).share },
    isQuorumReached: counted >= quorumVotes,
  }
}

const SHARE_STEPS = 1_000_000n
const TOKEN_DECIMALS = 18

function toShare(votes: bigint, whole: bigint): VoteShare {
  const share = whole === 0n ? 0 : Number((votes * SHARE_STEPS) / whole) / Number(SHARE_STEPS)
  return { text: formatVotes(votes), votes, share }
}

/** Tokens with thousands separators, rounded down to four decimals. */
export function formatVotes(votes: bigint): string {
  const [whole = '', fraction = ''] = formatUnits(votes, TOKEN_DECIMALS).split('.')
  const shown = fraction.slice(0, 4).replace(/0+$/, '')
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return shown === '' ? separated : `${separated}.${shown}`
}
