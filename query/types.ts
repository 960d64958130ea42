import type { Hex } from 'viem'
import { z } from 'zod'
import {
  type Observation,
  observationFields,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../core/index.ts'

/** A whole number of 0 or more: graph-node writes large ones as digits. */
export const digits = z
  .union([z.string().regex(/^\d+$/, 'a whole number is expected'), z.int().nonnegative()])
  .transform(BigInt)

/** A whole number of either sign. */
export const signedDigits = z
  .union([z.string().regex(/^-?\d+$/, 'a whole number is expected'), z.int()])
  .transform(BigInt)

/** Bytes in hexadecimal. */
export const hex = z
  .string()
  .regex(/^0x([0-9a-f]{2})+$/, 'bytes in hexadecimal are expected')
  .transform((text) => text as Hex)

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

const targetNames = parameterFields.map(nameTarget)

function nameTarget(field: ParameterField): string {
  return `target${field.charAt(0).toUpperCase()}${field.slice(1)}`
}

/** An observation's target as the index has it; undefined if a figure is outside of the model's domain. */
export const targetType = z
  .object(Object.fromEntries(targetNames.map((name) => [name, digits.nullable()])))
  .transform((row): { target: Parameters | undefined } => {
    const values = parameterFields.map((field) => [field, row[nameTarget(field)]] as const)
    const isRefused = values.some(([, value]) => value === null)
    return { target: isRefused ? undefined : (Object.fromEntries(values) as unknown as Parameters) }
  })

/** Its names, for a query. */
export const targetSelection = targetNames.join(' ')
