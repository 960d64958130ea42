import { type Ballot, ballotSchema } from '../../client/ballot.ts'
import { type RelayedVote, readSnapshotVote } from '../../client/snapshotVote.ts'
import { UsageError } from '../program/errors.ts'

/** Votes that voters signed: for the Governor itself, and for Snapshot. */
export interface SignedVotes {
  ballots: Ballot[]
  snapshotVotes: RelayedVote[]
}

/** Reads signed votes, one JSON object a line. @throws UsageError for the first line that is none. */
export function parseSignedVotes(text: string): SignedVotes {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new UsageError('there is no ballot; give one a line')
  const votes: SignedVotes = { ballots: [], snapshotVotes: [] }
  lines.forEach((line, index) => {
    const value = parseJson(line)
    if (typeof value === 'object' && value !== null && 'sig' in value) {
      votes.snapshotVotes.push(readEnvelope(value, index))
      return
    }
    const result = ballotSchema.safeParse(value)
    if (!result.success) throw refuse(index, result.error.issues[0])
    votes.ballots.push(result.data)
  })
  return votes
}

function readEnvelope(value: unknown, index: number): RelayedVote {
  try {
    return readSnapshotVote(value)
  } catch (error) {
    throw refuse(index, (error as { issues?: Issue[] }).issues?.[0])
  }
}

type Issue = { path: PropertyKey[]; message: string }

function refuse(index: number, issue: Issue | undefined): UsageError {
  const what = `${issue?.path.join('.') || 'it'}: ${issue?.message}`
  return new UsageError(
    `line ${index + 1} is no ballot (${what}); give what \`gimbal vote\` printed, one a line`,
  )
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
