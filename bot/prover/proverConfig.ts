// A prover's configuration: one file, and secrets from the environment or a keystore.

import { z } from 'zod'
import { addressSetting as address } from '../../files/settings.ts'
import { decide, market } from '../config.ts'
import { chain, http, journal, log, name, notify, seconds, submit, version } from '../settings.ts'

/** What a prover's file holds. */
export const proverConfigSchema = z.strictObject({
  version,
  mode: z.literal('prover'),
  name: name.default('prover'),
  chain,
  riskParameters: address,
  /** Whose proven reporters it has push. */
  markets: z.array(market).min(1).max(20),
  /** An observation is at most two segments old: its age is no setting. */
  decide: decide.omit({ maxObservationAge: true }),
  turns: z
    .strictObject({
      /** The accounts of other provers that take turns with this one. */
      provers: z.array(address).max(20).default([]),
      /** How long a prover leaves the push to the one whose turn it is before. */
      takeover: seconds.default(24n),
    })
    .prefault({}),
  hints: z
    .strictObject({
      /** With less time left until hints are out of date, it waits for the next segment. */
      margin: seconds
        .refine((sec) => sec <= 60n, 'give 60 s or less: hints are good for 120 s')
        .default(24n),
    })
    .prefault({}),
  submit,
  journal,
  http,
  alarms: z
    .strictObject({
      /** How long something may be wrong before the alarm is raised. */
      after: seconds.default(40n),
    })
    .prefault({}),
  notify,
  log,
})

/** A prover's configuration, complete. Amounts are integers: seconds, wei, pips. */
export type ProverConfig = z.output<typeof proverConfigSchema>
