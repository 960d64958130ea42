// A keeper's configuration: one file, and secrets from the environment or a keystore.

import { z } from 'zod'
import type { Fault } from '../../files/listFaults.ts'
import { checkSettings } from '../../files/parseSettings.ts'
import { addressSetting } from '../../files/settings.ts'
import { prices } from '../prices/pricesSettings.ts'
import {
  chain,
  ether,
  http,
  journal,
  log,
  name,
  notify,
  seconds,
  submit,
  version,
} from '../settings.ts'
import { whole } from './whole/wholeConfig.ts'

const vault = z.strictObject({
  name,
  address: addressSetting,
  /** The most that one action of it may cost; a dearer one waits until gas is cheaper. */
  maxCost: ether.refine((wei) => wei > 0n, 'give an amount above 0').optional(),
})

const vaults = z
  .array(vault)
  .max(200)
  .superRefine((all, { addIssue }) => {
    for (const [at, { name: own, address }] of all.entries()) {
      const before = all.slice(0, at)
      if (before.some((other) => other.name === own)) {
        addIssue({ code: 'custom', path: [at, 'name'], message: `is ${own} again; give another` })
      }
      if (before.some((other) => other.address === address)) {
        addIssue({ code: 'custom', path: [at, 'address'], message: 'is there already; remove one' })
      }
    }
  })

/** What a keeper's file holds: vaults to serve, or a portfolio over several chains, whose home `chain` is. */
const settings = z.strictObject({
  version,
  name: name.default('keeper'),
  chain,
  vaults: vaults.default([]),
  whole: whole.optional(),
  submit,
  journal,
  http,
  alarms: z
    .strictObject({
      /** How long something may be wrong before the alarm is raised. */
      after: seconds.default(40n),
      /** How long a cut may be due without an action of its vault in a block before the alarm is raised. */
      cut: seconds.default(60n),
    })
    .prefault({}),
  notify,
  /** Without: vaults act on the mean price of their pool. */
  prices: prices.optional(),
  log,
})

export const keeperConfigSchema = settings.superRefine(
  ({ chain: home, vaults, whole }, { addIssue }) => {
    if (vaults.length > 0 === (whole !== undefined)) {
      const message = 'serves vaults or a whole; give one of the two'
      addIssue({ code: 'custom', path: ['vaults'], message })
    }
    for (const [at, { id }] of (whole?.chains ?? []).entries()) {
      if (id !== home.id) continue
      addIssue({
        code: 'custom',
        path: ['whole', 'chains', at, 'id'],
        message: 'is home; remove it',
      })
    }
  },
)

/** A keeper's configuration, complete. Amounts are integers: seconds, wei, dollars. */
export type KeeperConfig = z.output<typeof keeperConfigSchema>

/** The configuration, or everything that is wrong with it. */
export function parseKeeperConfig(content: unknown): {
  settings?: KeeperConfig | undefined
  faults?: Fault[] | undefined
} {
  return checkSettings(content, keeperConfigSchema)
}
