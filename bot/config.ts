// A replica's configuration: one file, and secrets from the environment or a keystore.

import type { Hex } from 'viem'
import { z } from 'zod'
import type { Fault } from '../files/listFaults.ts'
import { checkSettings } from '../files/parseSettings.ts'
import {
  addressSetting as address,
  httpUrlSetting,
  variableSetting as variable,
} from '../files/settings.ts'
import { parseMarket } from '../governance/index.ts'
import { prices } from './prices/pricesSettings.ts'
import {
  amount,
  chain,
  endpoint,
  http,
  journal,
  key,
  log,
  name,
  notify,
  port,
  seconds,
  submit,
  version,
  words,
} from './settings.ts'

export const market = words.transform((text, context): Hex => {
  const id = parseMarket(text)
  if (id !== undefined) return id
  context.addIssue({
    code: 'custom',
    message: `is ${JSON.stringify(text)}, no market; give its name (a-z, 0-9 and -) or its id`,
  })
  return z.NEVER
})
const index = z.strictObject({
  /** One subgraph or two; two have to agree. */
  endpoints: z.array(endpoint).min(1).max(2),
  timeoutMs: z.int().min(100).max(60_000).default(3_000),
  /** Blocks on top of the one at which it is asked: evidence that short reorgs do not touch, so many blocks later. */
  confirmations: z.int().min(0).max(64).default(0),
  maxLagBlocks: z.int().min(0).max(1_000).default(5),
  maxLag: seconds.default(120n),
})

export const decide = z.strictObject({
  /** A loosening counts from more than this share of the value in force. */
  deadBand: amount('pips')
    .refine((pips) => pips < 1_000_000n, 'give less than 100 %')
    .default(20_000n),
  heartbeat: seconds,
  maxObservationAge: seconds.default(600n),
})

/** Where another replica signs: its URL, or the variable that holds it; and the variable with its bearer token. */
const peer = z.union(
  [
    z.strictObject({ url: httpUrlSetting, token: variable.optional() }),
    z.strictObject({ variable, token: variable.optional() }),
  ],
  'give url (http or https), or variable, the name of an environment variable that holds it; and token, of another one',
)

/** What a replica's file holds. */
export const botConfigSchema = z.strictObject({
  version,
  /** A file without it is a replica's; `prover` is another kind of bot (prover/proverConfig.ts). */
  mode: z.literal('replica').optional(),
  name: name.default('gimbal'),
  chain,
  riskParameters: address,
  index,
  markets: z.array(market).min(1).max(20),
  decide,
  /** Without: this replica carries what others sign. */
  reporter: z.strictObject({ key }).optional(),
  peers: z.array(peer).max(20).default([]),
  /** Without: it answers no peer. */
  sign: z
    .strictObject({ host: z.string().default('127.0.0.1'), port, token: variable.optional() })
    .optional(),
  turns: z
    .strictObject({
      /** How long a replica leaves the push to each of those whose turn it is before. */
      takeover: seconds.default(10n),
      peerTimeoutMs: z.int().min(100).max(60_000).default(3_000),
    })
    .prefault({}),
  /** Without: this replica signs, and sends nothing. */
  submit: submit.optional(),
  journal,
  http,
  alarms: z
    .strictObject({
      /** How long something may be wrong before the alarm is raised: with index.maxLagBlocks, two minutes at 12 s a block. */
      after: seconds.default(40n),
    })
    .prefault({}),
  /** Messages about proposals need `proposals`. */
  notify,
  /** Without this part no message about proposals is sent. */
  proposals: z
    .strictObject({
      governor: address,
      endingWithin: seconds.default(21_600n),
      /** The file that records which messages were sent. */
      file: z.string().min(1).default('proposals-told.json'),
      every: seconds.default(60n),
    })
    .optional(),
  /** Without: pushes carry no signed price. `carrier`: the contract that updates a feed and pushes (PricedPush). */
  prices: prices.safeExtend({ carrier: address }).optional(),
  log,
})

/** A replica's configuration, complete. Amounts are integers: seconds, wei, pips. */
export type BotConfig = z.output<typeof botConfigSchema>
/** The same as a file has it. */
export type BotConfigText = z.input<typeof botConfigSchema>

/** The configuration, or everything that is wrong with it. */
export function parseConfig(content: unknown): {
  settings?: BotConfig | undefined
  faults?: Fault[] | undefined
} {
  return checkSettings(content, botConfigSchema)
}
