// What a replica's and a keeper's configuration say of a stream of signed prices.

import { isHex, size } from 'viem'
import { z } from 'zod'
import { addressSetting, variableSetting as variable } from '../../files/settings.ts'
import { findSocketUrlFault } from '../../http/findUrlFault.ts'
import { seconds } from '../settings.ts'

const socketUrl = z.string('is no ws or wss URL; give one').superRefine((text, { addIssue }) => {
  const message = findSocketUrlFault(text)
  if (message !== undefined) addIssue({ code: 'custom', message })
})
/** A URL that holds a key stands in an environment variable. */
const source = z.union(
  [z.strictObject({ url: socketUrl }), z.strictObject({ variable })],
  'give url (ws or wss), or variable, the name of an environment variable that holds it',
)
const feedId = z
  .templateLiteral(['0x', z.string()])
  .refine((text) => isHex(text) && size(text) === 32 && text.startsWith('0x0003'), {
    error: 'is no feed of Data Streams v3; give 32 bytes that begin with 0x0003',
  })

/** Whose signatures count, and how old a price may be. */
export const prices = z
  .strictObject({
    /** One or more of the same stream; all are listened to, and the freshest report counts. */
    sources: z.array(source).min(1).max(4),
    feedId,
    /** The provider's signers, as its contract has them. */
    signers: z.array(addressSetting).min(1).max(31),
    /** How many of them may be faulty: a report has one signature more. */
    f: z.int().min(0).max(30),
    /** An older price is not carried. */
    maxAge: seconds.default(60n),
    /** How far a report may be ahead of the clock. */
    maxAhead: seconds.default(5n),
    /** A source without a valid report for so long is connected to anew. */
    silentAfter: seconds.default(15n),
    /** Environment variables with a subscription's key and secret, where the provider asks for them. */
    credentials: z
      .strictObject({ key: z.strictObject({ variable }), secret: z.strictObject({ variable }) })
      .optional(),
  })
  .refine(({ signers, f }) => signers.length > 3 * f, {
    path: ['f'],
    error: 'has to be below a third of the signers, as their contract requires; correct it',
  })

export type PricesConfig = z.output<typeof prices>
