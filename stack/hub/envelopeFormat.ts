import { type Address, getAddress } from 'viem'
import { z } from 'zod'

const address = z.custom<Address>((value) => {
  try {
    return getAddress(String(value)) === value
  } catch {
    return false
  }
}, 'not an address with its checksum')

/** The form of an envelope that the sequencer accepts. Source: snapshot-sequencer, src/helpers/envelope.json. */
export const envelopeFormat = z.strictObject({
  address,
  sig: z.string(),
  data: z.strictObject({
    domain: z.looseObject({ name: z.string(), version: z.string() }),
    types: z.looseObject({}),
    message: z.looseObject({ from: address, timestamp: z.number(), space: z.string().optional() }),
    primaryType: z.string().optional(),
  }),
})
