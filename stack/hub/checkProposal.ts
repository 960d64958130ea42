import snapshot from '@snapshot-labs/snapshot.js'
import { getAddress, isAddressEqual, parseEther } from 'viem'
import type { SpaceSettings } from '../../snapshot/index.ts'
import { parsePlugins, toKebabCase } from './payload.ts'
import { refuseUnless } from './refusal.ts'
import type { Store, StoredProposal } from './store.ts'
import type { ValidMessage } from './validateEnvelope.ts'
import type { GetVotingPower } from './votingPower.ts'

const MAX_BODY_CHARACTERS = 10_000

/**
 * Checks a proposal as the sequencer does, in its order. Source: snapshot-sequencer, src/writer/proposal.ts.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export async function checkProposal(
  { id, message }: ValidMessage,
  store: Store,
  nowAt: number,
  getVotingPower: GetVotingPower,
): Promise<Omit<StoredProposal, 'ipfs'>> {
  const space = store.spaces[message.space] as SpaceSettings
  // Verified below.
  const fields = message as unknown as Omit<StoredProposal, 'plugins'> & { plugins: string }
  const { title, body, discussion, choices, start, end, labels, type } = fields
  const plugins = parsePlugins(fields.plugins)
  const app = toKebabCase(String(fields.app))
  const payload = {
    name: title,
    body,
    discussion,
    choices,
    start,
    end,
    labels,
    type,
    app,
    snapshot: fields.snapshot,
    metadata: { plugins },
  }
  const isFormatted = snapshot.utils.validateSchema(snapshot.schemas.proposal, payload) === true
  refuseUnless(isFormatted, 'wrong proposal format')
  refuseUnless(
    body.length <= MAX_BODY_CHARACTERS,
    `proposal body length can not exceed ${MAX_BODY_CHARACTERS} characters`,
  )
  refuseUnless(end > nowAt, 'proposal end date must be in the future')
  const isBasic = type === 'basic'
  refuseUnless(
    !isBasic || choices.length === 2 || choices.length === 3,
    'wrong choices for basic type voting',
  )
  const { delay, period } = space.voting
  refuseUnless(delay === 0 || start === message.timestamp + delay, 'invalid voting delay')
  refuseUnless(period === 0 || end - start === period, 'invalid voting period')
  refuseUnless(type === space.voting.type, 'invalid voting type')
  const author = getAddress(message.from)
  await checkAuthor(author, message.space, space, getVotingPower)
  return {
    id,
    author,
    created: message.timestamp,
    space: message.space,
    type,
    title,
    body,
    discussion,
    choices,
    labels,
    start,
    end,
    snapshot: fields.snapshot,
    plugins,
    app,
  }
}

async function checkAuthor(
  author: StoredProposal['author'],
  spaceId: string,
  { admins, members, moderators, filters }: SpaceSettings,
  getVotingPower: GetVotingPower,
): Promise<void> {
  const isAuthor = [...admins, ...members, ...moderators].some((one) => isAddressEqual(one, author))
  if (isAuthor) return
  refuseUnless(!filters.onlyMembers, 'only space authors can propose')
  const power = await getVotingPower(author, spaceId, 'latest')
  refuseUnless(power >= parseEther(String(filters.minScore)), 'validation failed')
}
