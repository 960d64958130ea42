// Values that more than one kind of settings has.

import { type Address, getAddress, isAddress } from 'viem'
import { z } from 'zod'
import { findUrlFault } from '../http/findUrlFault.ts'

/** An address, with its checksum whatever it was written with; a wrong checksum is refused. */
export const addressSetting = z
  .custom<Address>((value) => typeof value === 'string' && isAddress(value), {
    error: ({ input }) => describeAddress(input),
  })
  .transform((value) => getAddress(value))

/** Its faults hold no part of it, which may be a key. */
export const httpUrlSetting = z
  .string('is no http or https URL; give one')
  .superRefine((text, { addIssue }) => {
    const message = findUrlFault(text)
    if (message !== undefined) addIssue({ code: 'custom', message })
  })

/** The name of an environment variable. */
export const variableSetting = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'is no name of an environment variable; give one in capitals')

function describeAddress(input: unknown): string {
  const isForm = typeof input === 'string' && /^0x[0-9a-fA-F]{40}$/.test(input)
  if (!isForm) return 'is no address; give 0x and 40 hex digits'
  return `is ${input}, whose capitals are no checksum of it, so that a digit may be wrong; give it as its source has it, or all in small letters`
}
