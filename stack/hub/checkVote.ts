import snapshot from '@snapshot-labs/snapshot.js'
import { formatEther, getAddress, type Hex } from 'viem'
import { keepVote } from './keepVote.ts'
import { parseJson } from './payload.ts'
import { askOrRefuse, Refusal, refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import { findProposal, type Store, type StoredProposal, type StoredVote } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'

const MAX_METADATA_CHARACTERS = 2_000

/**
 * Checks a vote of any type as the sequencer does, in its order, and returns what keeps it. Sources:
 * snapshot-sequencer, src/ingestor.ts and src/writer/vote.ts.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export async function checkVote(valid: ValidMessage, sequencer: Sequencer, nowAt: number) {
  const { id, message, space } = valid
  const { store, getVotingPower } = sequencer
  const metadata = String(message.metadata ?? '')
  refuseUnless(metadata.length <= MAX_METADATA_CHARACTERS, 'too large metadata')
  const payload = {
    proposal: message.proposal as Hex,
    choice: readChoice(valid, store),
    reason: String(message.reason || ''),
    app: String(message.app || ''),
    metadata: parseJson(metadata) as object,
  }
  const isFormatted = snapshot.utils.validateSchema(snapshot.schemas.vote, payload) === true
  refuseUnless(isFormatted, 'wrong vote format')
  const proposal = findProposal(store, space, payload.proposal)
  refuseUnless(proposal !== undefined, 'unknown proposal')
  const isOpen = [message.timestamp, nowAt].every(
    (at) => at >= proposal.start && at <= proposal.end,
  )
  refuseUnless(isOpen, 'not in voting window')
  checkChoice(payload, proposal)
  const voter = getAddress(message.from)
  const power = await askOrRefuse(
    () => getVotingPower(voter, space, proposal.snapshot),
    'failed to check voting power',
  )
  refuseUnless(power > 0n, 'no voting power')
  const vp = Number(formatEther(power))
  // Checked above.
  const choice = payload.choice as StoredVote['choice']
  const vote = { ...payload, choice, id, voter, created: message.timestamp, space, vp }
  return (ipfs: string) => keepVote(store, { ...vote, ipfs })
}

// A choice that is a text holds JSON, unless it is encrypted.
function readChoice({ kind, message, space }: ValidMessage, store: Store): unknown {
  if (kind !== 'vote-string') return message.choice
  const proposal = findProposal(store, space, message.proposal)
  refuseUnless(proposal !== undefined, 'unknown proposal')
  if (proposal.privacy === 'shutter') return message.choice
  try {
    return JSON.parse(String(message.choice))
  } catch {
    throw new Refusal('invalid choice')
  }
}

function checkChoice(
  { choice, reason }: { choice: unknown; reason: string },
  { type, choices, privacy }: StoredProposal,
): void {
  if (privacy === 'shutter') {
    refuseUnless(reason === '', 'reason not allowed with shutter')
    refuseUnless(typeof choice === 'string' && choice.startsWith('0x'), 'invalid choice')
    return
  }
  const { isValidChoice } = snapshot.utils.voting[type]
  refuseUnless(isValidChoice(choice as number, choices), 'invalid choice')
}
