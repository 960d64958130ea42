import { type ParameterField, type Parameters, parameterFields } from '../core/fields.ts'
import { vectorSpecs } from './fields.ts'

/** Whether a larger value of a parameter makes a protocol bolder. */
export const loosensUp = Object.fromEntries(
  vectorSpecs.map(({ field, looser }) => [field, looser === 'up']),
) as Record<ParameterField, boolean>

/** Whether a move of a parameter from one value to another makes a protocol bolder. */
export function isLooser(field: ParameterField, from: bigint, to: bigint): boolean {
  return from !== to && to > from === loosensUp[field]
}

/**
 * Which way a vector moves: `tightening`, `loosening`, `unchanged`, or, where it moves both ways, how many parameters go
 * each way and which of them loosen: `tightening 3, loosening 1 (aggressiveness)`.
 */
export function describeMoves(from: Parameters, to: Parameters): string {
  const moved = parameterFields.filter((field) => from[field] !== to[field])
  const looser = moved.filter((field) => isLooser(field, from[field], to[field]))
  if (moved.length === 0) return 'unchanged'
  if (looser.length === 0) return 'tightening'
  if (looser.length === moved.length) return 'loosening'
  const names = looser.map((field) => vectorSpecs.find((spec) => spec.field === field)?.name)
  return `tightening ${moved.length - looser.length}, loosening ${looser.length} (${names.join(', ')})`
}

/** The same for counting pushes: `both ways` whatever moves how. */
export function groupMoves(label: string): string {
  return /^tightening \d/.test(label) ? 'both ways' : label
}
