import snapshot from '@snapshot-labs/snapshot.js'
import { getAddress } from 'viem'
import {
  effectivePrivacy,
  hasValidChoices,
  isPrivacyAllowed,
  readProposal,
} from './proposalPayload.ts'
import { refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import { findProposal, readSettings, type StoredProposal } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'

/**
 * Checks the update of a proposal as the sequencer does, in its order, and returns what keeps it: other words under the
 * same id, of any length, and a flag is gone. Source: snapshot-sequencer, src/writer/update-proposal.ts.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export function checkUpdate({ message, space }: ValidMessage, { store }: Sequencer, nowAt: number) {
  const { voting } = readSettings(store, space)
  const payload = { ...readProposal(message), proposal: message.proposal }
  const schema = snapshot.schemas.updateProposal
  const isFormatted = snapshot.utils.validateSchema(schema, payload) === true
  refuseUnless(isFormatted, 'wrong proposal format')
  const proposal = findProposal(store, space, payload.proposal)
  refuseUnless(proposal !== undefined, 'unknown proposal')
  refuseUnless(proposal.start >= nowAt, 'proposal already started')
  const { type } = payload
  refuseUnless(hasValidChoices(payload), `wrong choices for "${type}" type voting`)
  refuseUnless(proposal.author === getAddress(message.from), 'Not the author')
  refuseUnless(isPrivacyAllowed(payload, voting.privacy), 'not allowed to set privacy')
  refuseUnless(type === voting.type, 'space voting type mismatch')
  const change: Omit<Partial<StoredProposal>, 'ipfs'> = {
    updated: message.timestamp,
    type,
    title: payload.name,
    body: payload.body,
    discussion: payload.discussion,
    choices: payload.choices,
    labels: payload.labels ?? [],
    plugins: payload.metadata.plugins,
    privacy: effectivePrivacy(payload, voting.privacy),
    flagged: false,
  }
  return (ipfs: string) => {
    store.proposals.set(proposal.id, { ...proposal, ...change, ipfs })
  }
}
