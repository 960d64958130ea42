import { type ParameterField, parameterMax } from '../core/fields.ts'
import { type FieldSpec, vectorSpecs } from './fields.ts'
import { formatReadable, NO_LIMIT } from './units.ts'

/** A value in force with its unit, for reading; the type's largest, which nothing reaches, is no limit. */
export function formatParameter(field: ParameterField, raw: bigint): string {
  const spec = vectorSpecs.find((of) => of.field === field) as FieldSpec
  return raw === parameterMax[field] ? NO_LIMIT : formatReadable(raw, spec.unit)
}
