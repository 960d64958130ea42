// The values that a document is made of, as zod schemas: they read texts, and give the contract's numbers. A message is
// what is allowed; `findIssues` adds what was got.

import { type Address, getAddress, type Hex, isAddress, isHex, size, zeroAddress } from 'viem'
import { z } from 'zod'
import { AmountError } from './errors.ts'
import type { FieldSpec } from './fields.ts'
import { parseMarket } from './marketNames.ts'
import { formatAmount, NO_LIMIT, parseAmount } from './units.ts'

/** The allowed values of a field, as a message names them. */
export function formatRange({ min, max, unit, noLimit }: FieldSpec): string {
  const range = `${formatAmount(min, unit)} to ${formatAmount(max, unit)}`
  return noLimit === undefined ? range : `${range}, or ${NO_LIMIT}`
}

/** A field's text from its number. */
export function formatField({ noLimit, unit }: FieldSpec, raw: bigint): string {
  return noLimit === raw ? NO_LIMIT : formatAmount(raw, unit)
}

/** An amount in the unit and the range of a field; `meaning` is for who writes one in an editor. */
export function amount(spec: FieldSpec, meaning: string) {
  return z
    .union([z.string(), z.number()], { error: formatRange(spec) })
    .transform((value, context) => {
      try {
        const raw = readField(spec, String(value))
        if ((raw >= spec.min && raw <= spec.max) || raw === spec.noLimit) return raw
        context.addIssue({ code: 'custom', message: formatRange(spec), input: value })
      } catch (error) {
        if (!(error instanceof AmountError)) throw error
        context.addIssue({ code: 'custom', message: error.allowed, input: value })
      }
      return z.NEVER
    })
    .meta({
      description: `${meaning}: ${formatRange(spec)}`,
      examples: [formatField(spec, spec.min)],
    })
}

function readField({ noLimit, unit }: FieldSpec, text: string): bigint {
  return noLimit !== undefined && text === NO_LIMIT ? noLimit : parseAmount(text, unit)
}

export const address = z
  .string('an address: 0x and 40 hex digits, in quotes or not')
  .refine(
    (value) => isAddress(value),
    'an address: 0x and 40 hex digits with their checksum, or all of them small',
  )
  .transform((value): Address => getAddress(value))

/** The model that is compiled into the contract, in documents. */
export const STANDARD_MODEL = 'standard'
const modelText = `${STANDARD_MODEL}, or the address of the contract of another model`

/** The standard model, or a contract: an address that is not zero. */
export const model = z.union(
  [z.literal(STANDARD_MODEL), address.refine((value) => value !== zeroAddress)],
  modelText,
)

/** A hash: 32 bytes, not zero, in small letters. */
export const hash = z
  .string('32 bytes: 0x and 64 hex digits')
  .refine(
    (value) => isHex(value) && size(value) === 32 && !/^0x0*$/.test(value),
    '32 bytes that are not all zero: 0x and 64 hex digits',
  )
  .transform((value) => value.toLowerCase() as Hex)

const marketText = 'a name of 1 to 31 characters (a-z, 0-9 and -), or 0x and 64 hex digits'

export const market = z.string(marketText).transform((value, context): Hex => {
  const id = parseMarket(value)
  if (id !== undefined) return id
  context.addIssue({ code: 'custom', message: marketText, input: value })
  return z.NEVER
})

// Also characters that turn the direction of writing or are invisible: a vote must not depend on them.
const UNPRINTABLE = /[^\P{C}\n\t\u200d]|[\u2028\u2029]/u

/** The first line of a block that programs read, in any form that a Markdown renderer takes for it. */
const FENCE = /[`~]{3,}[ \t]*gimbal/i

/** Printable text without blanks around it, of `maxLength` characters at most. */
export function text(maxLength: number) {
  return z
    .string('a text')
    .trim()
    .max(maxLength, `${maxLength} characters at most`)
    .refine((value) => value.isWellFormed() && !UNPRINTABLE.test(value), 'printable text only')
    .refine(
      (value) => !FENCE.test(value),
      'text without ```gimbal, which opens the block that programs read',
    )
    .refine((value) => !value.includes('<!--'), 'text without <!--, which would hide what follows')
}

/** A whole number in JSON, for counts. */
export function count(min: number, max: number) {
  const message = `a whole number from ${min} to ${max}`
  return z.int(message).min(min, message).max(max, message).transform(BigInt)
}
