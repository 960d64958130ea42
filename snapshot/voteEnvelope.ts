import { getAddress, type Hex } from 'viem'
import { type Envelope, envelopeSchema } from './envelope.ts'
import type { HubMessage, HubVote } from './hubRows.ts'
import { snapshotDomain, voteTypes } from './messageTypes.ts'
import { hasId } from './signMessage.ts'

/** What votes were asked for: the id of a proposal, and its space. */
export interface VotedOn {
  proposal: Hex
  space: string
}

/**
 * The envelope of a vote from the rows that the hub has of it; undefined where the vote's id is not that of the message
 * so rebuilt: the hub keeps `metadata` parsed, older ones `app` in kebab case, so that some signed texts are lost. So are
 * votes that name proposal or space in other letters.
 */
export function rebuildEnvelope(
  vote: HubVote,
  { proposal, space }: VotedOn,
  { address, sig }: Pick<HubMessage, 'address' | 'sig'>,
): Envelope | undefined {
  if (!Number.isInteger(vote.choice) || Number(vote.choice) < 0) return undefined
  const message = {
    from: getAddress(vote.voter),
    space,
    timestamp: vote.created,
    proposal,
    choice: vote.choice as number,
    reason: vote.reason,
    app: vote.app,
    metadata: JSON.stringify(vote.metadata ?? {}),
  }
  const data = {
    domain: { ...snapshotDomain },
    types: structuredClone(voteTypes) as Envelope['data']['types'],
    message,
  }
  return hasId(data, vote.id) ? { address, sig, data } : undefined
}

/** The envelope in what IPFS holds of a message; undefined if it is not the message with the id. */
export function readPinned(pinned: unknown, id: Hex): Envelope | undefined {
  // Other fields were added after the signature.
  const { address, sig, data } = Object(pinned)
  const { data: envelope } = envelopeSchema.safeParse({ address, sig, data })
  return envelope !== undefined && hasId(envelope.data, id) ? envelope : undefined
}
