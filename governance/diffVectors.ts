import { type ParameterField, type Parameters, parameterFields } from '../core/fields.ts'
import { toWords } from './diffFields.ts'
import { vectorSpecs } from './fields.ts'
import { formatParameter } from './formatParameter.ts'

/** One value that moved, for people. */
export interface FieldMove {
  /** In words: `max trade`. */
  label: string
  from: string
  to: string
}

/** A parameter in words, without its unit: `max trade`. */
export function nameParameter(field: ParameterField): string {
  return toWords(vectorSpecs.find((spec) => spec.field === field)?.name ?? field)
}

/** What differs between two vectors. */
export function diffVectors(from: Parameters, to: Parameters): FieldMove[] {
  return parameterFields
    .filter((field) => from[field] !== to[field])
    .map((field) => ({
      label: nameParameter(field),
      from: formatParameter(field, from[field]),
      to: formatParameter(field, to[field]),
    }))
}
