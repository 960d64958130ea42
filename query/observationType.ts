import { z } from 'zod'
import { type Observation, observationFields } from '../core/index.ts'

/** A whole number as the index writes large ones: decimal digits. */
export const digits = z.string().regex(/^\d+$/, 'a whole number is expected').transform(BigInt)

/** An object whose fields are whole numbers. */
export function numbersType<Field extends string>(
  fields: readonly Field[],
): z.ZodType<Record<Field, bigint>> {
  const shape = Object.fromEntries(fields.map((field) => [field, digits]))
  return z.object(shape) as unknown as z.ZodType<Record<Field, bigint>>
}

/** An observation's figures as the index has them. */
export const observationType: z.ZodType<Observation> = numbersType(observationFields)

/** Their names, for a query. */
export const observationSelection = observationFields.join(' ')
