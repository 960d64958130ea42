// What the files of networks have many of, each as a zod schema.

import { type Address, type Hex, isHex, size } from 'viem'
import { z } from 'zod'
import { addressSetting, httpUrlSetting } from '../../files/settings.ts'

const MAX_BLOCK = 2_147_483_647 // graph-node counts blocks in 32 bits, signed

export const address = z
  .string('is no address; give 0x and 40 hex digits')
  .transform((text) => text as Address)
  .pipe(addressSetting)
export const hash = z
  .string('is no hash; give 0x and 64 hex digits')
  .refine((text) => isHex(text) && size(text) === 32, 'is no hash; give 0x and 64 hex digits')
  .transform((text) => text.toLowerCase() as Hex)
export const block = z
  .int('is no block number; give a whole number')
  .min(0, 'is no block number; give 0 or more')
  .max(MAX_BLOCK, `is no block number; give ${MAX_BLOCK} at most`)
  .transform(BigInt)
export const chainId = z
  .int('is no chain id; give a whole number')
  .positive('is no chain id; give 1 or more')
const variable = z
  .string('is no name of an environment variable; give one such as GIMBAL_RPC')
  .regex(/^[A-Za-z_]\w*$/, 'is no name of an environment variable; give one such as GIMBAL_RPC')

export const url = httpUrlSetting.optional()
/** Names the environment variable that holds a URL with a secret. */
export const urlVariable = variable.optional()

/** Adds a fault for every URL that is given beside its variable. */
export function refuseDoubleUrls<Name extends string>(
  names: readonly Name[],
  value: { [Key in Name | `${Name}Variable`]?: string | undefined },
  context: z.RefinementCtx,
): void {
  for (const name of names) {
    if (value[name] === undefined || value[`${name}Variable`] === undefined) continue
    const message = `is given beside ${name}Variable; remove one of the two`
    context.addIssue({ code: 'custom', path: [name], message })
  }
}
