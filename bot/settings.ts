// What the configurations of a replica and of a keeper have in common.

import { parseEther } from 'viem'
import { z } from 'zod'
import {
  addressSetting as address,
  httpUrlSetting,
  variableSetting as variable,
} from '../files/settings.ts'
import { AmountError, parseAmount, type Unit } from '../governance/index.ts'
import packageJson from '../package.json' with { type: 'json' }
import { isOriginSetting } from './health/allowOrigin.ts'
import { logLevels } from './log.ts'
import { bodyForms } from './notify/formatBody.ts'
import { noticeKinds } from './notify/notice.ts'

// YAML takes what is all digits for a number.
export const words = z.union([z.string(), z.number().transform(String)], 'give a text')

export const amount = (unit: Unit) =>
  words.transform((text, context) => {
    try {
      return parseAmount(text, unit)
    } catch (error) {
      if (!(error instanceof AmountError)) throw error
      context.addIssue({
        code: 'custom',
        message: `is ${JSON.stringify(text)}; give ${error.allowed}`,
      })
      return z.NEVER
    }
  })
export const ether = words
  .refine((text) => /^\d{1,20}(\.\d{1,18})? ether$/.test(text), {
    error: 'is no amount of ether; give one such as 0.5 ether, with 18 decimals at most',
    abort: true,
  })
  .transform((text) => parseEther(text.replace(' ether', '')))
export const seconds = amount('sec').refine(
  (sec) => sec > 0n && sec < 2n ** 31n,
  'give a time above 0',
)

export const port = z.int().min(0).max(65_535)
const origin = z.string().refine(isOriginSetting, {
  error: ({ input }) =>
    `is ${JSON.stringify(input)}; give an origin such as https://console.example, without a path, or loopback`,
})

/** Where something answers. A URL that holds a key stands in an environment variable. */
export const endpoint = z.union(
  [z.strictObject({ url: httpUrlSetting }), z.strictObject({ variable })],
  'give url (http or https), or variable, the name of an environment variable that holds it',
)
/** Where a key is; never the key. */
export const key = z.union(
  [
    z.strictObject({ variable }),
    z.strictObject({ keystore: z.string().min(1) }),
    z.strictObject({ signer: httpUrlSetting, from: address }),
  ],
  'give variable (an environment variable), keystore (a file), or signer (a URL) with from',
)

export const chain = z.strictObject({
  id: z.int().positive(),
  /** One or two; two have to agree. */
  endpoints: z.array(endpoint).min(1).max(2),
  /** `replayed`: the chain's time is not this machine's, and is the only one that counts. */
  clock: z.enum(['real', 'replayed']).default('real'),
  /** How often the chain is asked for its latest block. */
  pollMs: z.int().min(20).max(60_000).default(500),
  timeoutMs: z.int().min(100).max(60_000).default(1_500),
  maxLagBlocks: z.int().min(0).max(1_000).default(3),
  /** How far this machine's clock may be from the chain's; a block's time is late by up to its interval. */
  maxClockSkew: seconds.default(60n),
})

export const submit = z.strictObject({
  key,
  /** Gets the transactions instead of the chain's endpoints, such as a private relay. */
  relay: endpoint.optional(),
  tip: amount('gwei').default(1_000_000_000n),
  /** The most that a unit of gas may ever cost. */
  budget: amount('gwei').refine((wei) => wei > 0n, 'give a price above 0'),
  /** The most that transactions may cost within 24 hours. */
  dailyBudget: ether.refine((wei) => wei > 0n, 'give an amount above 0'),
  /** From this balance downwards the alarm is raised. */
  lowBalance: ether,
  replaceAfter: seconds.default(36n),
  /** Blocks from the transaction's to the latest, both counted, before a transaction is over. */
  requiredDepth: z.int().min(1).max(256).default(2),
})

const receiver = z
  .strictObject({
    /** The environment variable with the webhook's URL: with most services it is a secret. */
    variable,
    form: z.enum(bodyForms).default('json'),
    /** Telegram's chat id. */
    chat: z.string().min(1).optional(),
    about: z
      .array(z.enum(noticeKinds))
      .min(1)
      .default([...noticeKinds]),
  })
  .refine(
    ({ form, chat }) => (form === 'telegram') === (chat !== undefined),
    'chat belongs to the form telegram, which needs it',
  )

export const version = z.literal(
  packageJson.version,
  `this release is ${packageJson.version}; read its notes, then write that`,
)
export const name = z
  .string()
  .regex(/^[a-z0-9-]{1,31}$/, 'is no name; give 1 to 31 of a-z, 0-9 and -')
export const journal = z.union(
  [z.strictObject({ file: z.string().min(1) }), z.strictObject({ variable })],
  'give file (SQLite), or variable, the name of an environment variable with a postgresql URL',
)
/** Health and metrics. */
export const http = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port,
  /** Of pages that may read them, such as the console's. */
  allowedOrigins: z.array(origin).max(20).default([]),
})
/** The webhooks that get messages. */
export const notify = z.array(receiver).max(10).default([])
export const log = z.strictObject({ level: z.enum(logLevels).default('info') }).prefault({})

export type EndpointConfig = z.output<typeof endpoint>
export type KeyConfig = z.output<typeof key>
export type SubmitConfig = z.output<typeof submit>
