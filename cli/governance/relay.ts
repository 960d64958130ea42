import { waitUntilSettled } from '../../client/sendCall.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import type { Outcome } from './relayVotes.ts'
import { resolveProposal } from './resolveProposal.ts'
import { governanceArgs, openSession, openSigner, report, signingArgs } from './session.ts'

/** `gimbal relay`: bring votes that voters signed. Again and again: each counts once. */
export const relayCommand = defineCommand({
  meta: {
    name: 'relay',
    description: 'Bring votes that voters signed, and pay for them (--yes)',
    examples: ['gimbal relay ballots.ndjson --yes', 'gimbal relay --proposal 1a2b --yes'],
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
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ votes, proposal, json, ...flags }) {
    if (votes !== undefined && proposal !== undefined) {
      throw new UsageError('both votes and --proposal are given; give one of them')
    }
    // Only here: Snapshot's package takes a second to load, which no other command has a use for.
    const { parseSignedVotes } = await import('./parseSignedVotes.ts')
    const { collectVotes } = await import('./collectVotes.ts')
    const { relayBallot, relaySnapshotVotes } = await import('./relayVotes.ts')
    const session = await openSession(flags)
    const { ballots, snapshotVotes } =
      proposal === undefined
        ? parseSignedVotes(await readArgumentFile('votes', votes))
        : {
            ballots: [],
            snapshotVotes: await collectVotes(session, await resolveProposal(session, proposal)),
          }
    const account = await openSigner(flags)
    // What a run before has sent may be on its way: seen too early, it would be sent again.
    await waitUntilSettled(session.client, account.address)
    const outcomes: Outcome[] = []
    for (const ballot of ballots) {
      outcomes.push(await relayBallot(session, account, ballot, flags))
    }
    outcomes.push(...(await relaySnapshotVotes(session, account, snapshotVotes, flags)))
    const lines = outcomes.map(({ voter, outcome, reason }) =>
      [voter, outcome, reason].filter((part) => part !== undefined).join('  '),
    )
    await report(json, lines, { outcomes })
    return outcomes.every(({ isDone }) => isDone) ? exitCodes.ok : exitCodes.failed
  },
})
