import { type Parameters, parameterFields } from '../core/index.ts'

/** A comparison that a sceptic can follow. */
export interface Step {
  name: string
  /** What was compared, with figures. */
  text: string
  /** One line each; none: it agrees. */
  differences: string[]
}

/** A difference, in words, of a figure that the contract or its event has and one that was computed here. */
export function compare(
  field: string,
  stored: bigint | string | boolean,
  computed: bigint | string | boolean | undefined,
): string[] {
  if (stored === computed) return []
  return [`${field}: stored ${stored}, computed ${computed ?? 'none'}`]
}

/** The same for every field of a vector. */
export function compareParameters(
  what: string,
  stored: Parameters,
  computed: Parameters | Error | undefined,
): string[] {
  if (computed === undefined) return [`${what}: nothing was computed`]
  if (computed instanceof Error) return [`${what}: refused, ${computed.message}`]
  return parameterFields.flatMap((field) => compare(field, stored[field], computed[field]))
}

export function formatParameters(values: Parameters): string {
  return parameterFields.map((field) => `${field} ${values[field]}`).join(', ')
}
