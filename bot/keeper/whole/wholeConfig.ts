import { z } from 'zod'
import { addressSetting as address } from '../../../files/settings.ts'
import { amount, chain, name, seconds } from '../../settings.ts'

const place = z.strictObject({
  /** Takes messages to the other chains; trusted by portfolio and books. */
  messenger: address,
  /** Of the chain's coin, dollars; none: it is the risky token. */
  nativePrice: amount('usd6').optional(),
  /** A rollup's, which tells the data fee. */
  gasPriceOracle: address.optional(),
})

const other = chain.omit({ pollMs: true }).extend({ name, ...place.shape })

const dollars = z.int().min(1).max(1_000_000_000).transform(BigInt)

/** A portfolio over several chains that a keeper serves (docs/chains.md). */
export const whole = z.strictObject({
  /** RemotePortfolio, on the home chain. */
  portfolio: address,
  /** Of home in messages. */
  name: name.default('home'),
  ...place.shape,
  chains: z.array(other).min(1).max(8),
  /** A book reports again once what home knows of it is so old, also without news. */
  reportAfter: seconds.default(1_800n),
  /** What was sent is not sent again for so long: a message needs its time. */
  repeat: seconds.default(300n),
  /** When inventory moves; none: it never does. The account needs the books' role for it. */
  move: z.strictObject({ belowUsd: dollars, amountUsd: dollars }).optional(),
})

export type WholeConfig = z.output<typeof whole>
