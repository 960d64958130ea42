import { createHash } from 'node:crypto'
import hashedTypes from '@snapshot-labs/snapshot.js/src/sign/hashedTypes.json' with { type: 'json' }

const kinds = [
  'proposal',
  'update-proposal',
  'delete-proposal',
  'flag-proposal',
  'vote',
  'vote-array',
  'vote-string',
  'alias',
] as const

/** The kinds that have to do with proposals and votes; the real sequencer has others besides. */
export type MessageKind = (typeof kinds)[number]

/** The kind of a message with these types, older types included; the order of fields and keys counts. */
export function findMessageKind(types: object): MessageKind | undefined {
  const hash = createHash('sha256').update(JSON.stringify(types)).digest('hex')
  const name = (hashedTypes as Readonly<Record<string, string>>)[hash]
  return kinds.find((kind) => kind === name)
}
