import { z } from 'zod'
import {
  type MissingFieldError,
  UnknownFieldError,
  type WrongTypeError,
  wrongValueError,
} from './errors.ts'
import {
  type Observation,
  observationFields,
  type Policy,
  policyFields,
  type Row,
} from './fields.ts'

// As wide as the widest Solidity integer: no field needs more, and a longer text is slow to convert.
const MAX_DIGITS = 78
const decimalDescription = `a decimal string, for example "42", of at most ${MAX_DIGITS} digits`

const decimal = z
  .string()
  .max(MAX_DIGITS)
  .regex(/^(0|[1-9][0-9]*)$/)
  .transform(BigInt)

const observationSchema = z.strictObject(toShape(observationFields))
const policySchema = z.strictObject(toShape(policyFields))
const rowSchema = z.strictObject({ observation: observationSchema, policy: policySchema })

/**
 * Reads one row as it comes from JSON: `{ "observation": { ... }, "policy": { ... } }`, every number a
 * decimal string without sign or leading zero. A JSON number is refused, since it is exact only up to 2^53.
 * This checks the shape; the engine that evaluates the row decides whether it is in the domain.
 *
 * @throws MissingFieldError, UnknownFieldError or WrongTypeError for the first fault; `field` is its path.
 *
 * @example
 * const { observation, policy } = parseRow(JSON.parse(line))
 */
export function parseRow(value: unknown): Row {
  return parseWith(rowSchema, value, 'row')
}

/** Reads an observation as it comes from JSON; rules and errors are those of `parseRow`. */
export function parseObservation(value: unknown): Observation {
  return parseWith(observationSchema, value, 'observation')
}

/** Reads a policy as it comes from JSON; rules and errors are those of `parseRow`. */
export function parsePolicy(value: unknown): Policy {
  return parseWith(policySchema, value, 'policy')
}

function toShape<Field extends string>(fields: readonly Field[]): Record<Field, typeof decimal> {
  return Object.fromEntries(fields.map((field) => [field, decimal])) as Record<
    Field,
    typeof decimal
  >
}

function parseWith<Output>(schema: z.ZodType<Output>, value: unknown, name: string): Output {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw toError(result.error.issues[0] as z.core.$ZodIssue, value, name)
}

function toError(
  issue: z.core.$ZodIssue,
  value: unknown,
  name: string,
): MissingFieldError | UnknownFieldError | WrongTypeError {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return new UnknownFieldError([...path, issue.keys[0]].join('.'))
  }
  const isGroup = issue.code === 'invalid_type' && issue.expected === 'object'
  const expected = isGroup ? 'an object' : decimalDescription
  return wrongValueError(path.join('.') || name, getAt(value, path), expected)
}

function getAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Record<string, unknown>)[key], value)
}
