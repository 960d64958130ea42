import snapshot from '@snapshot-labs/snapshot.js'
import { getAddress, isAddressEqual, parseEther } from 'viem'
import type { SpaceSettings } from '../../snapshot/index.ts'
import {
  effectivePrivacy,
  hasValidChoices,
  isPrivacyAllowed,
  type ProposalPayload,
  readProposal,
} from './proposalPayload.ts'
import { askOrRefuse, refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import { readSettings, type StoredProposal } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'

const MAX_BODY_CHARACTERS = 10_000
const MAX_CHOICES = 20
/** The first block with the contracts that a hub reads, of a chain that the real hub does not know. */
const NETWORK_START_BLOCK = 1

type Payload = ProposalPayload & Pick<StoredProposal, 'start' | 'end' | 'snapshot' | 'app'>

/**
 * Checks a proposal as the sequencer does, in its order, and returns what keeps it. Source: snapshot-sequencer,
 * src/writer/proposal.ts. The limits of proposals a day and month have no counterpart here.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export async function checkProposal(valid: ValidMessage, sequencer: Sequencer, nowAt: number) {
  const { id, message } = valid
  const settings = readSettings(sequencer.store, valid.space)
  const { start, end, snapshot: block, app } = message as unknown as Payload
  const payload: Payload = { ...readProposal(message), start, end, snapshot: block, app: app || '' }
  const isFormatted = snapshot.utils.validateSchema(snapshot.schemas.proposal, payload) === true
  refuseUnless(isFormatted, 'wrong proposal format')
  refuseUnless(end > nowAt, 'proposal end date must be in the future')
  refuseUnless(hasValidChoices(payload), 'wrong choices for basic type voting')
  checkVoting(payload, message.timestamp, settings)
  await checkAuthor(valid, settings, sequencer)
  await checkBlock(valid.space, block, sequencer)
  checkLength(payload)
  const proposal: Omit<StoredProposal, 'ipfs'> = {
    id,
    author: getAddress(message.from),
    created: message.timestamp,
    updated: null,
    space: valid.space,
    type: payload.type,
    title: payload.name,
    body: payload.body,
    discussion: payload.discussion,
    choices: payload.choices,
    labels: payload.labels ?? [],
    start,
    end,
    snapshot: block,
    plugins: payload.metadata.plugins,
    privacy: effectivePrivacy(payload, settings.voting.privacy),
    app: payload.app,
    flagged: false,
  }
  return (ipfs: string) => {
    sequencer.store.proposals.set(id, { ...proposal, ipfs })
  }
}

function checkVoting(payload: Payload, timestamp: number, { voting }: SpaceSettings): void {
  const { delay, period } = voting
  const { start, end, type } = payload
  refuseUnless(delay === 0 || start === timestamp + delay, 'invalid voting delay')
  refuseUnless(period === 0 || end - start === period, 'invalid voting period')
  refuseUnless(type === voting.type, 'invalid voting type')
  refuseUnless(isPrivacyAllowed(payload, voting.privacy), 'not allowed to set privacy')
}

async function checkAuthor(
  { message, space }: ValidMessage,
  { admins, members, moderators, filters }: SpaceSettings,
  { getVotingPower }: Sequencer,
): Promise<void> {
  const author = getAddress(message.from)
  const isAuthor = [...admins, ...members, ...moderators].some((one) => isAddressEqual(one, author))
  if (isAuthor) return
  refuseUnless(!filters.onlyMembers, 'only space authors can propose')
  const power = await askOrRefuse(
    () => getVotingPower(author, space, 'latest'),
    'failed to check validation',
  )
  refuseUnless(power >= parseEther(String(filters.minScore)), 'validation failed')
}

async function checkBlock(
  space: string,
  block: number,
  { getBlockNumber }: Sequencer,
): Promise<void> {
  refuseUnless(block >= NETWORK_START_BLOCK, 'proposal snapshot must be after network start')
  const latest = await askOrRefuse(() => getBlockNumber(space), 'unable to fetch block')
  refuseUnless(block <= latest, 'invalid snapshot block')
}

function checkLength({ body, choices }: Payload): void {
  refuseUnless(
    body.length <= MAX_BODY_CHARACTERS,
    `proposal body length can not exceed ${MAX_BODY_CHARACTERS} characters`,
  )
  refuseUnless(choices.length <= MAX_CHOICES, `number of choices can not exceed ${MAX_CHOICES}`)
}
