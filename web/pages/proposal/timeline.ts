import type { Hex } from 'viem'
import { formatDuration } from '../../../client/formatDuration.ts'
import type { ProposalStep, ProposalSteps } from '../../../client/proposals/readSteps.ts'
import type { MadeProposal, ProposalStatus } from '../../../client/readProposals.ts'

/** A moment in the life of a proposal. */
export interface TimelineEntry {
  label: string
  /** Unix seconds; undefined while it has no time. */
  at: bigint | undefined
  /** It has been; it comes next; it may come later. */
  phase: 'done' | 'next' | 'later'
  note?: string
  transactionHash?: Hex
}

interface TimelineFacts {
  made: Pick<MadeProposal, 'voteStartAt' | 'firstEndAt' | 'transactionHash'>
  status: Pick<ProposalStatus, 'state' | 'voteEndAt' | 'executableAt'>
  createdAt: bigint | undefined
  /** Undefined until it is known. */
  steps: ProposalSteps | undefined
}

/** What was, what comes next, and what may come. */
export function listTimeline({ made, status, createdAt, steps }: TimelineFacts): TimelineEntry[] {
  const { state, voteEndAt } = status
  const canceled = find(steps, 'canceled')
  const begin: TimelineEntry[] = [
    {
      label: 'Proposed',
      at: createdAt,
      phase: 'done',
      transactionHash: made.transactionHash,
    },
  ]
  if (state === 'canceled') {
    return [...begin, { label: 'Canceled', ...place(canceled), phase: 'done' }]
  }
  const isPending = state === 'pending'
  const isOver = !isPending && state !== 'active'
  return [
    ...begin,
    {
      label: isPending ? 'Voting begins' : 'Voting began',
      at: made.voteStartAt,
      phase: isPending ? 'next' : 'done',
      note: 'Votes held or delegated at this moment count.',
    },
    ...listExtensions(steps),
    {
      label: isOver ? 'Voting ended' : 'Voting ends',
      at: voteEndAt,
      phase: isOver ? 'done' : isPending ? 'later' : 'next',
      note: sayExtension(made.firstEndAt, status, steps),
    },
    ...listEnd(status, steps),
  ]
}

function listExtensions(steps: ProposalSteps | undefined): TimelineEntry[] {
  return (steps?.steps ?? [])
    .filter(({ step }) => step === 'extended')
    .map(({ at, until, transactionHash }) => ({
      label: 'Outcome turned late: deadline moved',
      at,
      phase: 'done',
      transactionHash,
      ...(until !== undefined && { note: `The vote went on for ${formatDuration(until - at)}.` }),
    }))
}

/** By how much the vote may be extended, and by how much it was. */
function sayExtension(
  firstEndAt: bigint,
  { state, voteEndAt }: TimelineFacts['status'],
  steps: ProposalSteps | undefined,
): string {
  const was =
    voteEndAt > firstEndAt
      ? `Extended by ${formatDuration(voteEndAt - firstEndAt)} so far, as the outcome turned late.`
      : 'Not extended.'
  const isOpen = state === 'pending' || state === 'active'
  if (!isOpen) return voteEndAt > firstEndAt ? was.replace(' so far', '') : was
  if (steps === undefined) return was
  const { extensionSec } = steps
  if (extensionSec === 0n) return `${was} This Governor extends no vote.`
  const span = formatDuration(extensionSec)
  return `${was} Whenever a vote turns the outcome within the last ${span}, the deadline moves to ${span} after it.`
}

function listEnd(
  { state, executableAt }: TimelineFacts['status'],
  steps: ProposalSteps | undefined,
): TimelineEntry[] {
  if (state === 'defeated') return [{ label: 'Defeated', at: undefined, phase: 'done' }]
  const queued = find(steps, 'queued')
  const executed = find(steps, 'executed')
  const isQueued = state === 'queued' || state === 'executed'
  const eta = executableAt === 0n ? queued?.until : executableAt
  return [
    {
      label: isQueued ? 'Queued' : 'Queue',
      ...place(queued),
      phase: isQueued ? 'done' : state === 'succeeded' ? 'next' : 'later',
      ...(state === 'succeeded' && { note: 'Anyone may queue it now.' }),
    },
    {
      label: 'Executable from',
      at: eta,
      phase: state === 'executed' ? 'done' : state === 'queued' ? 'next' : 'later',
      ...(eta === undefined && { note: 'Once queued, the timelock holds it back for a while.' }),
    },
    state === 'expired'
      ? { label: 'Expired', at: undefined, phase: 'done' }
      : {
          label: state === 'executed' ? 'Executed' : 'Execute',
          ...place(executed),
          phase: state === 'executed' ? 'done' : 'later',
        },
  ]
}

function find(steps: ProposalSteps | undefined, step: ProposalStep['step']) {
  return steps?.steps.findLast((one) => one.step === step)
}

function place(step: ProposalStep | undefined): Pick<TimelineEntry, 'at' | 'transactionHash'> {
  return step === undefined
    ? { at: undefined }
    : { at: step.at, transactionHash: step.transactionHash }
}
