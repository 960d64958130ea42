// A relayer's configuration: one file, and secrets from the environment or a keystore.

import { z } from 'zod'
import { messengerNames } from '../../client/network/remoteSchema.ts'
import { addressSetting as address } from '../../files/settings.ts'
import { market } from '../config.ts'
import {
  amount,
  chain,
  endpoint,
  http,
  journal,
  log,
  name,
  notify,
  seconds,
  submit,
  version,
} from '../settings.ts'

const messengers = z
  .array(z.strictObject({ name: z.enum(messengerNames), address }))
  .min(1)
  .max(messengerNames.length)
  .refine(
    (all) => new Set(all.map((one) => one.name)).size === all.length,
    'names a bridge twice; remove one',
  )

const block = z.int().min(0)

const relayChain = chain.omit({ pollMs: true }).extend({
  name,
  /** A block not after the first of the contracts. */
  startBlock: block,
  /** Blocks from a message's to the latest, both counted, before it is brought anywhere. */
  depth: z.int().min(1).max(10_000),
  /** How many blocks are asked for at once. */
  rangeBlocks: z.int().min(1).max(1_000_000).default(5_000),
  messengers,
  /** On the home chain: what sends. */
  home: z.strictObject({ parametersSender: address, governanceSender: address }).optional(),
  /** On another chain: what takes. */
  away: z
    .strictObject({ remoteParameters: address, governanceReceiver: address, timelock: address })
    .optional(),
  /** Who else is brought messages here: the portfolio at home, its book elsewhere. */
  receivers: z.array(address).max(20).default([]),
  submit,
})

const chains = z
  .array(relayChain)
  .min(2)
  .max(20)
  .superRefine((all, { addIssue }) => {
    for (const [at, own] of all.entries()) {
      const before = all.slice(0, at)
      if (before.some((other) => other.id === own.id || other.name === own.name)) {
        addIssue({ code: 'custom', path: [at], message: 'is there already; remove one' })
      }
      if ((own.home === undefined) === (own.away === undefined)) {
        addIssue({ code: 'custom', path: [at], message: 'is home or away; give one of the two' })
      }
    }
    if (all.filter(({ home }) => home !== undefined).length !== 1) {
      addIssue({ code: 'custom', path: [], message: 'has one home; give home to one of them' })
    }
  })

/** What a relayer's file holds. */
export const relayerConfigSchema = z.strictObject({
  version,
  name: name.default('relayer'),
  /** How often the chains are asked. */
  pollMs: z.int().min(20).max(600_000).default(2_000),
  chains,
  /** Whose vectors it sends when home has news; none: it only brings what others send. */
  markets: z.array(market).max(200).default([]),
  /** Where the proofs of the bridges come from. */
  signers: endpoint,
  send: z
    .strictObject({
      /** News that move nothing are sent once they are so much newer. */
      heartbeat: seconds.default(3_600n),
      /** News that move a field by more than this share of it are sent at once. */
      deviation: amount('pips')
        .refine((pips) => pips < 1_000_000n, 'give less than 100 %')
        .default(20_000n),
    })
    .prefault({}),
  repeat: z
    .strictObject({
      /** What failed is tried again after so long; each time the wait doubles. */
      first: seconds.default(15n),
      most: seconds.default(3_600n),
      /** What was sent, and not taken for so long, is sent again. */
      lost: seconds.default(1_800n),
    })
    .prefault({}),
  journal,
  http,
  alarms: z
    .strictObject({
      /** How long something may be wrong before the alarm is raised. */
      after: seconds.default(600n),
    })
    .prefault({}),
  notify,
  log,
})

/** A relayer's configuration, complete. Amounts are integers: seconds, wei, pips. */
export type RelayerConfig = z.output<typeof relayerConfigSchema>
/** The same as a file has it. */
export type RelayerConfigText = z.input<typeof relayerConfigSchema>
