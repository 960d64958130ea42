// The signed prices of a network, as a zod schema: who tells them, and the contracts that check and carry them.

import { z } from 'zod'
import { findSocketUrlFault } from '../../http/findUrlFault.ts'
import { address, hash } from './fields.ts'

const MAX_SOURCES = 4
const MAX_SIGNERS = 31

const sourceUrl = z.string('is no ws or wss URL; give one').superRefine((text, { addIssue }) => {
  const message = findSocketUrlFault(text)
  if (message !== undefined) addIssue({ code: 'custom', message })
})

/** Each as a replica's configuration takes it (docs/prices.md). */
export const pricesSchema = z.strictObject({
  /** WebSockets that send signed reports. */
  sourceUrls: z.array(sourceUrl, 'is no list; give the URLs of sources').min(1).max(MAX_SOURCES),
  /** The provider's name of the price. */
  feedId: hash,
  /** Whose signatures count, and how many of them may be faulty. */
  signers: z.array(address, 'is no list; give the addresses of the signers').max(MAX_SIGNERS),
  f: z.int('is no whole number; give how many signers may be faulty').min(0),
  /** PriceFeed, which a market's source names. */
  feed: address,
  /** The adapter in front of the provider's contract. */
  verifier: address,
  /** PricedPush. */
  carrier: address,
})

export type PricesEntry = z.output<typeof pricesSchema>
