// What the hub's GraphQL answers, row by row. Source: snapshot-hub, src/graphql/schema.gql.

import type { Hex } from 'viem'
import { z } from 'zod'
import { addressSchema, hexSchema } from './envelope.ts'

const id = z.custom<Hex>(
  (value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value),
  'an id of 32 bytes is expected',
)
const time = z.int().nonnegative()
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const spaceId = z.object({ id: z.string() }).transform((space) => space.id)

export const spaceSchema = z.object({
  id: z.string(),
  name: text,
  network: z.string(),
  symbol: text,
  admins: z.array(z.string()),
  strategies: z.array(z.object({ name: z.string(), network: text, params: z.unknown() })),
  filters: z.object({ minScore: z.number().nullable(), onlyMembers: z.boolean().nullable() }),
  voting: z.object({
    /** Seconds; null if authors choose. */
    delay: time.nullable(),
    period: time.nullable(),
    type: z.string().nullable(),
  }),
})

export const proposalSchema = z.object({
  id,
  ipfs: text,
  author: addressSchema,
  created: time,
  space: spaceId,
  type: text,
  title: z.string(),
  body: text,
  discussion: text,
  choices: z.array(z.string()),
  labels: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  start: time,
  end: time,
  // A number in newer hubs, digits in older ones.
  snapshot: z.union([time, z.string().regex(/^\d+$/).transform(Number)]),
  plugins: z.unknown(),
  // `shutter`: choices are encrypted, and nobody can count them.
  privacy: text,
  app: text,
  // Hidden by Snapshot's moderators.
  flagged: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  state: z.enum(['pending', 'active', 'closed']),
  scores: z
    .array(z.number())
    .nullish()
    .transform((value) => value ?? []),
})

export const voteSchema = z.object({
  id,
  ipfs: text,
  voter: addressSchema,
  created: time,
  choice: z.unknown(),
  reason: text,
  app: text,
  metadata: z.unknown(),
  vp: z
    .number()
    .nullish()
    .transform((value) => value ?? 0),
})

export const messageSchema = z.object({
  id,
  ipfs: text,
  address: addressSchema,
  timestamp: time,
  space: z.string(),
  type: z.string(),
  sig: hexSchema,
  receipt: text,
})

/** The settings of a space. */
export type HubSpace = z.infer<typeof spaceSchema>
/** A proposal. Times are Unix seconds; `plugins` is the object that the hub makes of the signed text. */
export type HubProposal = z.infer<typeof proposalSchema>
/**
 * The vote in force of one voter. `choice` is a number for the types of one choice; `metadata` is the object that
 * the hub makes of the signed text; `vp` is in whole tokens, floating point.
 *
 * Proposal and space are not asked for: the hub joins them by the letters that were signed, and where it has none in
 * these letters, the vote may be missing or the whole answer fail.
 */
export type HubVote = z.infer<typeof voteSchema>
/** A message that the sequencer took, also a vote that a later one replaced. `address` is who signed. */
export type HubMessage = z.infer<typeof messageSchema>

/** The fields of each kind of row, as queries name them. */
export const rowFields = {
  space:
    'id name network symbol admins strategies { name network params } filters { minScore onlyMembers } voting { delay period type }',
  proposal:
    'id ipfs author created space { id } type title body discussion choices labels start end snapshot plugins privacy app flagged state scores',
  vote: 'id ipfs voter created choice reason app metadata vp',
  message: 'id ipfs address timestamp space type sig receipt',
} as const
