import type { Address, Hex } from 'viem'
import { z } from 'zod'

/** 20 bytes in hexadecimal, with any capitals. */
export const addressSchema = z.custom<Address>(
  (value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value),
  'not an address',
)
/** Hexadecimal after 0x. */
export const hexSchema = z.custom<Hex>(
  (value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value),
  'not hexadecimal',
)

/** A signed message as it is posted to the sequencer. Other fields are refused, as the sequencer does. */
export const envelopeSchema = z.strictObject({
  address: addressSchema,
  sig: hexSchema,
  data: z.strictObject({
    domain: z.record(z.string(), z.union([z.string(), z.number()])),
    types: z.record(z.string(), z.array(z.strictObject({ name: z.string(), type: z.string() }))),
    message: z.looseObject({ from: addressSchema, timestamp: z.number() }),
    primaryType: z.string().exactOptional(),
  }),
})

/** What a Snapshot client posts to the sequencer. */
export type Envelope = z.infer<typeof envelopeSchema>

/** What is signed: EIP-712 typed data without its primary type, which is the only type there is. */
export interface MessageData<Message extends object = object> {
  readonly domain: { readonly name: 'snapshot'; readonly version: '0.1.4' }
  readonly types: Readonly<Record<string, readonly { name: string; type: string }[]>>
  readonly message: Message
}
