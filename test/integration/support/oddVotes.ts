import type { Address, Hex, LocalAccount } from 'viem'
import { createVote, type Envelope, signMessage, voteTypes } from '../../../snapshot/index.ts'
import type { StubVote } from './startStubHub.ts'

/** What votes are signed for. */
export interface Ballot {
  space: string
  proposal: Hex
  /** Unix seconds. */
  timestamp: number
}

type Types = Envelope['data']['types']
type Voter = LocalAccount

/** A vote for choice 1 as a current client signs it. */
export async function signPlain(voter: Voter, ballot: Ballot, metadata = '{}'): Promise<StubVote> {
  const data = createVote({
    from: voter.address,
    choice: 1,
    app: 'Gimbal Bot',
    metadata,
    ...ballot,
  })
  return { envelope: await signMessage(voter, data) }
}

async function signOther(
  voter: Voter,
  ballot: Ballot,
  change: Record<string, unknown>,
  types: Types = voteTypes,
  signer = voter,
): Promise<StubVote> {
  const { domain, message } = createVote({ from: voter.address, choice: 1, ...ballot })
  const fields = types.Vote?.map(({ name }) => name) ?? []
  const all: Record<string, unknown> = { ...message, ...change }
  const kept = Object.fromEntries(fields.map((name) => [name, all[name]]))
  const data = { domain, types, message: kept as typeof message }
  return { envelope: await signMessage(signer, data) }
}

const withTypes = (changes: Readonly<Record<string, string>>, without: readonly string[] = []) => ({
  Vote: voteTypes.Vote.filter(({ name }) => !without.includes(name)).map(({ name, type }) => ({
    name,
    type: changes[name] ?? type,
  })),
})

const older = { from: 'address', proposal: 'bytes32' }

/** An odd vote, and what is said of it. */
export interface OddKind {
  sign: (voter: Voter, ballot: Ballot, alias: Voter) => Promise<StubVote>
  reason: RegExp
}

/** Ten kinds of votes that the real sequencer takes, or that its hub may come to hold, and the Governor does not count. */
export const oddKinds: readonly OddKind[] = [
  {
    sign: (voter, ballot) =>
      signOther(voter, ballot, { choice: '1' }, withTypes({ choice: 'string' })),
    reason: /its choice is a text/,
  },
  {
    sign: (voter, ballot) =>
      signOther(voter, ballot, { choice: [1] }, withTypes({ choice: 'uint32[]' })),
    reason: /its choice is a list/,
  },
  {
    sign: (voter, ballot) =>
      signOther(voter, ballot, {}, withTypes(older, ['reason', 'app', 'metadata'])),
    reason: /types of an older client/,
  },
  {
    sign: (voter, ballot) => signOther(voter, ballot, { reason: 'so' }, withTypes(older)),
    reason: /types of an older client/,
  },
  {
    sign: (voter, ballot) => {
      const proposal = `0x${ballot.proposal.slice(2).toUpperCase()}`
      return signOther(voter, ballot, { proposal })
    },
    reason: /names the proposal as "0x[0-9A-F]{64}", and not by .* small letters/,
  },
  {
    sign: async (voter, ballot, alias) => {
      const vote = await signOther(voter, ballot, {}, voteTypes, alias)
      return { envelope: { ...vote.envelope, address: alias.address } }
    },
    reason: /signed by 0x\w{40}, an alias/,
  },
  {
    sign: (voter, ballot) =>
      signOther(voter, ballot, { from: voter.address.toLowerCase() as Address }),
    reason: /cannot be fetched from IPFS|capitals of EIP-55/,
  },
  {
    sign: (voter, ballot) => signOther(voter, ballot, { space: 'Gimbal.eth' }),
    reason: /for the space "Gimbal.eth", and not for "gimbal.eth"/,
  },
  {
    sign: async (voter, ballot, alias) => {
      const vote = await signPlain(voter, ballot)
      const { envelope } = await signPlain(alias, ballot)
      return { envelope: { ...vote.envelope, sig: envelope.sig } }
    },
    reason: /its signature is not the voter's/,
  },
  {
    sign: async (voter, ballot) => ({
      ...(await signPlain(voter, ballot, '{ }')),
      isLost: true,
    }),
    reason: /cannot be fetched from IPFS: .* status 404/,
  },
]

/** Rows that are no votes at all. */
export const oddRows: readonly Record<string, unknown>[] = [
  { created: null },
  { voter: 'vitalik.eth' },
  { id: 7 },
  { ipfs: 7 },
]
