import type { Address, Hex } from 'viem'
import { type Envelope, type MessageSigner, signMessage } from '../../../../snapshot/index.ts'
import { author, createProposal, START_AT, space } from './startTestHub.ts'

/** The name of a message's only type, and its fields with their types, in order. */
export type MessageTypes = readonly [name: string, fields: Readonly<Record<string, string>>]

/** The typed fields of all votes but for the choice. */
const voteFields = { from: 'string', space: 'string', timestamp: 'uint64', proposal: 'string' }
const voteTexts = { reason: 'string', app: 'string', metadata: 'string' }

export const voteStringTypes: MessageTypes = [
  'Vote',
  { ...voteFields, choice: 'string', ...voteTexts },
]
export const voteArrayTypes: MessageTypes = [
  'Vote',
  { ...voteFields, choice: 'uint32[]', ...voteTexts },
]

/** A type of votes of older clients: an address, an id of 32 bytes, and only some of the texts. */
export const olderVoteTypes = (texts: readonly string[]): MessageTypes => [
  'Vote',
  {
    ...voteFields,
    from: 'address',
    proposal: 'bytes32',
    choice: 'uint32',
    ...Object.fromEntries(texts.map((name) => [name, 'string'])),
  },
]
/** The texts that older types have. */
export const olderVoteTexts = [
  [],
  ['metadata'],
  ['app'],
  ['reason', 'app'],
  ['reason', 'app', 'metadata'],
] as const

/** Signs any message of any type. */
export function signAny(
  [name, fields]: MessageTypes,
  message: { readonly [field: string]: unknown },
  signer: MessageSigner = author,
): Promise<Envelope> {
  const types = { [name]: Object.entries(fields).map(([field, type]) => ({ name: field, type })) }
  const domain = { name: 'snapshot', version: '0.1.4' } as const
  const defaults = { from: signer.address, space, timestamp: START_AT }
  return signMessage(signer, { domain, types, message: { ...defaults, ...message } })
}

const updateTypes: MessageTypes = [
  'UpdateProposal',
  {
    proposal: 'string',
    from: 'string',
    space: 'string',
    timestamp: 'uint64',
    type: 'string',
    title: 'string',
    body: 'string',
    discussion: 'string',
    choices: 'string[]',
    labels: 'string[]',
    plugins: 'string',
    privacy: 'string',
  },
]

/** Other words for a proposal. */
export function signUpdate(
  fields: { proposal: Hex; [field: string]: unknown },
  signer: MessageSigner = author,
): Promise<Envelope> {
  const { message } = createProposal()
  const { type, title, body, discussion, choices, labels, plugins, privacy } = message
  const words = { type, title, body, discussion, choices, labels, plugins, privacy }
  return signAny(updateTypes, { ...words, ...fields }, signer)
}

const reference = { from: 'string', space: 'string', timestamp: 'uint64', proposal: 'string' }

/** The deletion of a proposal. */
export const signDeletion = (proposal: string, signer: MessageSigner = author, fields = {}) =>
  signAny(['CancelProposal', reference], { proposal, ...fields }, signer)

/** A moderator's flag on a proposal. */
export const signFlag = (proposal: string, signer: MessageSigner = author) =>
  signAny(
    ['FlagProposal', { from: 'string', space: 'string', proposal: 'string', timestamp: 'uint64' }],
    { proposal },
    signer,
  )

/** The naming of an account that may sign for the signer. */
export async function signAlias(
  alias: Address,
  signer: MessageSigner = author,
  fields: object = {},
): Promise<Envelope> {
  const { space: _, ...message } = {
    space,
    from: signer.address,
    timestamp: START_AT,
    alias,
    ...fields,
  }
  const types = { from: 'address', alias: 'address', timestamp: 'uint64' }
  const { data, ...rest } = await signAny(['Alias', types], message, signer)
  const { space: __, ...signed } = data.message
  return { ...rest, data: { ...data, message: signed as typeof data.message } }
}
