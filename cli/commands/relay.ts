import { governorAbi } from '../../abi/index.ts'
import { type Ballot, ballotSchema } from '../../client/ballot.ts'
import { CallRefusedError } from '../../client/errors.ts'
import { defineCommand } from '../defineCommand.ts'
import { UsageError } from '../errors.ts'
import { exitCodes } from '../exitCodes.ts'
import { readArgumentFile } from '../governance/readArgumentFile.ts'
import {
  governanceArgs,
  openSession,
  openSigner,
  report,
  type Session,
  signingArgs,
  trySend,
} from '../governance/session.ts'

interface Outcome {
  voter: string
  outcome: 'cast' | 'would be cast' | 'voted already' | 'refused'
  reason?: string
  transactionHash?: string | undefined
}

/** `gimbal relay`: bring ballots that voters signed. Again and again: each counts once. */
export const relayCommand = defineCommand({
  meta: { name: 'relay', description: 'Cast ballots that voters signed, and pay for them (--yes)' },
  args: {
    ballots: {
      type: 'positional',
      required: false,
      description: 'Ballots of `gimbal vote --via signature`, one a line; - reads them',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ ballots, json, ...flags }) {
    const parsed = parseBallots(await readArgumentFile('ballots', ballots))
    const session = await openSession(flags)
    const account = await openSigner(flags)
    const outcomes: Outcome[] = []
    for (const ballot of parsed) {
      checkScope(session, ballot)
      outcomes.push(
        await castBallot(session, ballot, (call) => trySend(session, account, call, flags)),
      )
    }
    const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length
    await report(
      json,
      outcomes.map(({ voter, outcome, reason }) =>
        [voter, outcome, reason].filter(Boolean).join('  '),
      ),
      { outcomes },
    )
    return refused === 0 ? exitCodes.ok : exitCodes.failed
  },
})

function parseBallots(text: string): Ballot[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new UsageError('there is no ballot; give one a line')
  return lines.map((line, index) => {
    const result = ballotSchema.safeParse(parseJson(line))
    if (result.success) return result.data
    const [issue] = result.error.issues
    const what = `${issue?.path.join('.') || 'it'}: ${issue?.message}`
    throw new UsageError(
      `line ${index + 1} is no ballot (${what}); give what \`gimbal vote\` printed`,
    )
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function checkScope({ network }: Session, { chainId, governor, voter }: Ballot): void {
  const isHere =
    chainId === network.chainId &&
    governor.toLowerCase() === network.addresses.governor.toLowerCase()
  if (isHere) return
  throw new UsageError(
    `the ballot of ${voter} is for the Governor ${governor} on chain ${chainId}, not for this one; remove it`,
  )
}

async function castBallot(
  { client, network }: Session,
  { proposalId, support, voter, signature }: Ballot,
  send: (call: Parameters<typeof trySend>[2]) => Promise<string | undefined>,
): Promise<Outcome> {
  const at = { address: network.addresses.governor, abi: governorAbi } as const
  const isCast = await client.readContract({
    ...{ ...at, functionName: 'hasVoted', args: [proposalId, voter] },
  })
  if (isCast) return { voter, outcome: 'voted already' }
  try {
    const args = [proposalId, support, voter, signature]
    const transactionHash = await send({ ...at, functionName: 'castVoteBySig', args })
    return { voter, outcome: transactionHash ? 'cast' : 'would be cast', transactionHash }
  } catch (error) {
    if (!(error instanceof CallRefusedError)) throw error
    return { voter, outcome: 'refused', reason: error.message }
  }
}
