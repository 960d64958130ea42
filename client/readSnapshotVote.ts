// Snapshot's sequencer takes votes that the Governor's contract does not count: of older clients, of other voting types,
// of aliases, with ids or spaces in other letters. This file says what is wrong with a vote, so that it can be listed and left out.

import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { type Envelope, envelopeSchema, snapshotDomain, voteTypes } from '../snapshot/index.ts'

/** A vote as the Governor takes it: the message without space and proposal, which are those on record. */
export interface RelayedVote {
  proposal: Hex
  space: string
  vote: {
    from: Address
    timestamp: bigint
    choice: number
    reason: string
    app: string
    metadata: string
  }
  signature: Hex
}

/** A vote, or why the Governor would not take it. `voter` is whom it names, as far as it names one. */
export type ReadVote =
  | { voter: string; vote: RelayedVote; reason?: undefined }
  | { voter: string; vote?: undefined; reason: string }

const voteMessage = z.object({
  space: z.string(),
  timestamp: z.int().nonnegative(),
  proposal: z.string(),
  choice: z.unknown(),
  reason: z.string(),
  app: z.string(),
  metadata: z.string(),
})

const MAX_SIGNATURE_BYTES = 4_096

/** Reads a signed vote, from what a client posts to the sequencer. Its signature is not checked. */
export function readSnapshotVote(value: unknown): ReadVote {
  const { data: envelope, error } = envelopeSchema.safeParse(value)
  if (error !== undefined) {
    const [issue] = error.issues
    const reason = `it is no signed message of Snapshot: ${issue?.path.join('.') || 'it'}: ${issue?.message}`
    return { voter: nameVoter(value), reason }
  }
  const { sig, data } = envelope
  const { from } = data.message
  const misfit = findMisfit(envelope)
  if (misfit !== undefined) return { voter: from, reason: misfit }
  const message = voteMessage.safeParse(data.message)
  if (message.error !== undefined) {
    const [issue] = message.error.issues
    return { voter: from, reason: `its ${issue?.path.join('.')} is invalid: ${issue?.message}` }
  }
  const { proposal, space, timestamp, choice, ...texts } = message.data
  if (!/^0x[0-9a-f]{64}$/.test(proposal)) {
    const reason = `it names the proposal as "${proposal.slice(0, 70)}", and not by 0x and 64 digits in small letters; vote again`
    return { voter: from, reason }
  }
  if (choice !== 1 && choice !== 2 && choice !== 3) {
    const shown = String(JSON.stringify(choice)).slice(0, 40)
    return { voter: from, reason: `its choice is ${shown}; 1, 2 and 3 are counted` }
  }
  const vote = { from, timestamp: BigInt(timestamp), choice, ...texts }
  return { voter: from, vote: { proposal: proposal as Hex, space, vote, signature: sig } }
}

/** Why the Governor cannot check the signature of a signed message. */
function findMisfit({ address, sig, data }: Envelope): string | undefined {
  const { from } = data.message
  const { EIP712Domain: _, ...types } = data.types
  if (getAddress(address) !== getAddress(from)) {
    return `it is signed by ${address}, an alias; only the voter's own signature counts`
  }
  if (from !== getAddress(from)) return 'it writes the voter without the capitals of EIP-55'
  if (JSON.stringify(types) !== JSON.stringify(voteTypes)) return describeTypes(types)
  const { name, version, ...rest } = data.domain
  const isDomain = name === snapshotDomain.name && version === snapshotDomain.version
  if (!isDomain || Object.keys(rest).length > 0) {
    return `it is signed for another domain than ${snapshotDomain.name} ${snapshotDomain.version}`
  }
  const bytes = (sig.length - 2) / 2
  if (Number.isInteger(bytes) && bytes > 0 && bytes <= MAX_SIGNATURE_BYTES) return undefined
  return `its signature has ${bytes} bytes; 1 to ${MAX_SIGNATURE_BYTES} are taken`
}

function describeTypes(types: Envelope['data']['types']): string {
  const { Vote: fields } = types
  if (fields === undefined) return 'it is no vote'
  const choice = fields.find(({ name }) => name === 'choice')?.type
  const kinds: Readonly<Record<string, string>> = { string: 'a text', 'uint32[]': 'a list' }
  const kind = kinds[choice ?? '']
  if (kind !== undefined) return `its choice is ${kind}, and not one number; vote again`
  return "it is signed with the types of an older client, which the Governor's contract does not know; vote again"
}

/** The voter that a message of unknown form names. */
function nameVoter(value: unknown): string {
  const { address, data } = Object(value)
  const { from } = Object(Object(data).message)
  return [from, address].find((name) => typeof name === 'string') ?? 'a vote without a voter'
}
