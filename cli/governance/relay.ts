import type { LeftOut } from '../../client/collectSnapshotVotes.ts'
import { waitUntilSettled } from '../../client/sendCall.ts'
import { showText } from '../../core/showText.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { collectVotes, readVotes } from './gatherVotes.ts'
import { relayBallots } from './relayBallots.ts'
import { type Outcome, relaySnapshotVotes } from './relayVotes.ts'
import { resolveProposal } from './resolveProposal.ts'
import { governanceArgs, openSession, openSigner, report, signingArgs } from './session.ts'

/** `gimbal relay`: sends votes that voters signed. It may be repeated: each vote counts once. */
export const relayCommand = defineCommand({
  meta: {
    name: 'relay',
    description: 'Bring votes that voters signed, and pay for them (--yes)',
    examples: [
      'gimbal relay ballots.ndjson --yes',
      'gimbal relay --proposal 1a2b --yes',
      'gimbal relay --listen 127.0.0.1:8787 --min-votes 100 --yes',
    ],
    keyHelp: signingKeyHelp,
  },
  args: {
    votes: {
      type: 'positional',
      required: false,
      description: 'What `gimbal vote --via signature|snapshot` printed, one a line; - reads them',
    },
    proposal: {
      type: 'string',
      valueHint: 'ID',
      description: "Collect the votes of this proposal from Snapshot's hub instead",
    },
    listen: {
      type: 'string',
      valueHint: '[HOST:]PORT',
      description:
        'Take ballots by POST there until a signal ends it; the host is 127.0.0.1 by default',
    },
    'min-votes': {
      type: 'string',
      valueHint: 'VOTES',
      description: 'With --listen: bring no ballot that weighs less; any weight by default',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ votes, proposal, listen, 'min-votes': minVotes, json, ...flags }) {
    const given = Object.entries({ VOTES: votes, '--proposal': proposal, '--listen': listen })
    const [source, other] = given.flatMap(([name, value]) => (value === undefined ? [] : [name]))
    if (other !== undefined) {
      throw new UsageError(`both ${source} and ${other} are given; give one of them`)
    }
    if (listen !== undefined) {
      const { listenForBallots } = await import('./listenForBallots.ts')
      return listenForBallots(listen, { minVotes, json, flags })
    }
    if (minVotes !== undefined) {
      throw new UsageError('--min-votes is given without --listen; remove it')
    }
    const session = await openSession(flags)
    const isFile = proposal === undefined
    const gathered = isFile
      ? await readVotes(session, await readArgumentFile('votes', votes))
      : await collectVotes(session, await resolveProposal(session, proposal))
    const { ballots, snapshotVotes, leftOut, namings, dangers } = gathered
    const account = await openSigner(flags)
    // Votes of an earlier run may still be pending. Without this wait they would be sent again.
    await waitUntilSettled(session.client, account.address)
    const outcomes = [
      ...(await relayBallots(session, account, ballots, flags)),
      ...(await relaySnapshotVotes(session, account, snapshotVotes, namings, flags)),
      ...leftOut.map(leaveOut),
    ]
    const notes = [...gathered.notes, ...summarise(outcomes)]
    const lines = [...dangers, ...outcomes.map(formatOutcome), ...notes]
    await report(json, lines.map(showText), { outcomes, dangers, notes })
    // A vote that cannot be sent is no failure if others are sent; a file with no other vote is.
    const isIdle = isFile && !outcomes.some(({ isDone }) => isDone)
    return isIdle ? exitCodes.failed : exitCodes.ok
  },
})

function leaveOut({ voter, reason }: LeftOut): Outcome {
  return { voter, outcome: 'left out', isDone: false, reason }
}

function formatOutcome({ voter, outcome, reason }: Outcome): string {
  return [voter, outcome, reason].filter((part) => part !== undefined).join('  ')
}

function summarise(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0)
    return ['Snapshot has no vote for the proposal; there is nothing to bring.']
  const omitted = outcomes.filter(({ isDone }) => !isDone).length
  if (omitted === 0) return []
  return [
    `${outcomes.length - omitted} of ${outcomes.length} votes count; ${omitted} were left out.`,
  ]
}
