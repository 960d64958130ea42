import snapshot from '@snapshot-labs/snapshot.js'
import { formatEther, getAddress, type Hex } from 'viem'
import { parseMetadata, toKebabCase } from './payload.ts'
import { refuseUnless } from './refusal.ts'
import type { Store, StoredVote } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'
import type { GetVotingPower } from './votingPower.ts'

const MAX_METADATA_CHARACTERS = 2_000

/**
 * Checks a vote as the sequencer does, in its order. Source: snapshot-sequencer, src/writer/vote.ts.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export async function checkVote(
  { id, message }: ValidMessage,
  store: Store,
  nowAt: number,
  getVotingPower: GetVotingPower,
): Promise<Omit<StoredVote, 'ipfs'>> {
  refuseUnless(String(message.metadata).length <= MAX_METADATA_CHARACTERS, 'too large metadata')
  const payload = {
    proposal: message.proposal as Hex,
    choice: message.choice as number,
    reason: String(message.reason),
    app: toKebabCase(String(message.app)),
    metadata: parseMetadata(message.metadata),
  }
  const isFormatted = snapshot.utils.validateSchema(snapshot.schemas.vote, payload) === true
  refuseUnless(isFormatted, 'wrong vote format')
  const proposal = store.proposals.get(payload.proposal)
  refuseUnless(proposal?.space === message.space, 'unknown proposal')
  const isOpen = [message.timestamp, nowAt].every(
    (at) => at >= proposal.start && at <= proposal.end,
  )
  refuseUnless(isOpen, 'not in voting window')
  const { isValidChoice } = snapshot.utils.voting[proposal.type]
  refuseUnless(isValidChoice(payload.choice, proposal.choices), 'invalid choice')
  const voter = getAddress(message.from)
  const power = await getVotingPower(voter, message.space, proposal.snapshot)
  refuseUnless(power > 0n, 'no voting power')
  const vp = Number(formatEther(power))
  return { ...payload, id, voter, created: message.timestamp, space: message.space, vp }
}
