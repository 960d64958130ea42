import { collectSnapshotVotes } from '../../client/collectSnapshotVotes.ts'
import { examineSnapshot } from '../../client/proposals/examineSnapshot.ts'
import { readNamings } from '../../client/proposals/readNamings.ts'
import { readSnapshotDangers } from '../../client/proposals/readSnapshotDangers.ts'
import { type MadeProposal, readStatus } from '../../client/readProposals.ts'
import { UsageError } from '../program/errors.ts'
import { openHub } from './openHub.ts'
import { openHubFor } from './openHubFor.ts'
import { parseSignedVotes, type SignedVotes } from './parseSignedVotes.ts'
import type { Session } from './session.ts'

/** Votes to send, and notes about their proposals. */
export interface GatheredVotes extends SignedVotes {
  /** The Governor's proposals that name a Snapshot proposal, by its id. */
  namings: ReadonlyMap<string, MadeProposal>
  dangers: string[]
  notes: string[]
}

/** Every vote that Snapshot has for a proposal of the Governor, as its voter signed it. */
export async function collectVotes(session: Session, made: MadeProposal): Promise<GatheredVotes> {
  const { client, network } = session
  const { governor, token } = network.addresses
  const { snapshotProposalId, asOfAt } = await readStatus(client, governor, made)
  if (snapshotProposalId === undefined) {
    throw new UsageError('the proposal names no Snapshot proposal; there is nothing to collect')
  }
  const { voteStartAt } = made
  if (asOfAt <= voteStartAt) {
    const waitSec = voteStartAt - asOfAt + 1n
    throw new UsageError(`the vote begins ${waitSec} s after the last block; relay then`)
  }
  const hub = openHub(network)
  const { bound, state, dangers, notes } = await examineSnapshot(session, hub, made)
  const options = { client, hub, governor, token, bound, state, voteStartAt }
  const { votes: snapshotVotes, leftOut } = await collectSnapshotVotes(options)
  const namings = new Map([[bound.id, made]])
  return { ballots: [], snapshotVotes, leftOut, namings, dangers, notes }
}

/** The votes of a file. @throws UsageError if there is none in it. */
export async function readVotes(session: Session, text: string): Promise<GatheredVotes> {
  const signed = parseSignedVotes(text)
  const named = [...new Set(signed.snapshotVotes.map(({ proposal }) => proposal))]
  const namings = named.length === 0 ? new Map() : await readNamings(session)
  const dangers: string[] = []
  for (const id of named) {
    const made = namings.get(id)
    if (made === undefined) continue
    const read = await readSnapshotDangers(session, made, id, openHubFor(session))
    dangers.push(...read.dangers)
  }
  // If the hub does not answer, or has no votes, the votes of a file are used.
  return { ...signed, namings, dangers, notes: [] }
}
