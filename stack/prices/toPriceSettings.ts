import type { BotConfigText } from '../../bot/index.ts'
import type { PricesEntry } from '../../client/network/pricesSchema.ts'
import { FEED_MAX_AGE_SEC } from './stackPrices.ts'

/** What a replica's configuration says of a stack's own signed prices. */
export function toPriceSettings({
  sourceUrls,
  feedId,
  signers,
  f,
  carrier,
}: PricesEntry): NonNullable<BotConfigText['prices']> {
  return {
    sources: sourceUrls.map((url) => ({ url })),
    feedId: feedId as `0x${string}`,
    signers: [...signers],
    f,
    maxAge: `${FEED_MAX_AGE_SEC} s`,
    // The source may know of a block before the replica does.
    maxAhead: '60 s',
    carrier,
  }
}
