import type { Envelope, SnapshotVotingType } from '../../snapshot/index.ts'
import { parseJson } from './payload.ts'

/** What a proposal and its update have in common, with their fields' names in the sequencer's schemas. */
export interface ProposalPayload {
  name: string
  body: string
  discussion: string
  choices: string[]
  labels: string[] | undefined
  metadata: { plugins: object }
  type: SnapshotVotingType
  privacy: string | undefined
}

/** Reads a message, of older types too. A schema checks the result. */
export function readProposal(message: Envelope['data']['message']): ProposalPayload {
  const fields = message as unknown as Omit<ProposalPayload, 'name'> & { title: string }
  const { title: name, body, choices, labels, type, privacy } = fields
  return {
    name,
    body,
    discussion: fields.discussion || '',
    choices,
    labels,
    metadata: { plugins: (parseJson(message.plugins) || {}) as object },
    type,
    privacy,
  }
}

/** Whether the choices are as many as the type wants. Their names are free. */
export const hasValidChoices = ({ type, choices }: ProposalPayload) =>
  Boolean(type) &&
  choices.length > 0 &&
  (type !== 'basic' || choices.length === 2 || choices.length === 3)

/** Whether the space lets a proposal have its privacy: any where the space says `any`, else the space's. */
export const isPrivacyAllowed = ({ privacy }: ProposalPayload, ofSpace: string) =>
  privacy === undefined || ofSpace === 'any' || ofSpace === privacy

/** The privacy that the proposal has. */
export const effectivePrivacy = ({ privacy }: ProposalPayload, ofSpace: string) =>
  privacy ?? (ofSpace === 'any' ? '' : ofSpace)
