import { type Ballot, ballotSchema } from '../../client/ballot.ts'
import type { LeftOut } from '../../client/collectSnapshotVotes.ts'
import { type RelayedVote, readSnapshotVote } from '../../client/readSnapshotVote.ts'
import { listFaults } from '../../files/listFaults.ts'
import { UsageError } from '../program/errors.ts'

/** Votes that voters signed: for the Governor itself, and for Snapshot. */
export interface SignedVotes {
  ballots: Ballot[]
  snapshotVotes: RelayedVote[]
  /** Lines that are no votes, and votes that the Governor would not take. */
  leftOut: LeftOut[]
}

/**
 * Reads signed votes, one JSON object a line. An invalid line does not stop the others.
 *
 * @throws UsageError if there is no vote among them.
 */
export function parseSignedVotes(text: string): SignedVotes {
  const votes: SignedVotes = { ballots: [], snapshotVotes: [], leftOut: [] }
  text.split('\n').forEach((line, index) => {
    if (line.trim() !== '') readLine(votes, line, `line ${index + 1}`)
  })
  const { ballots, snapshotVotes, leftOut } = votes
  if (ballots.length > 0 || snapshotVotes.length > 0) return votes
  const [first] = leftOut
  if (first === undefined) throw new UsageError('there is no ballot; give one a line')
  throw new UsageError(
    `${first.voter} ${first.reason}; give what \`gimbal vote\` printed, one a line`,
  )
}

function readLine(votes: SignedVotes, line: string, place: string): void {
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    votes.leftOut.push({ voter: place, reason: 'is no ballot (no JSON object)' })
    return
  }
  if ('sig' in value) {
    const { voter, vote, reason } = readSnapshotVote(value)
    if (vote !== undefined) votes.snapshotVotes.push(vote)
    else votes.leftOut.push({ voter: `${place} (${voter})`, reason })
    return
  }
  const { data, error } = ballotSchema.safeParse(value)
  if (error === undefined) {
    votes.ballots.push(data)
    return
  }
  const [fault] = listFaults(ballotSchema, value, error.issues, () => undefined)
  const what = fault === undefined ? '' : ` (${fault.path}: ${fault.text})`
  votes.leftOut.push({ voter: place, reason: `is no ballot${what}` })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
