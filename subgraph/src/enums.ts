// The contracts' enums by the names that the schema has.

import { BigInt } from '@graphprotocol/graph-ts'
import { VECTOR_FIELDS } from './fields'
import { toInt8 } from './integers'

// Each in the order of the contract's enum.
const STATUSES: string[] = ['UNKNOWN', 'ACTIVE', 'STALE', 'HALTED', 'FALLBACK']
const LIMITS: string[] = ['NONE', 'STEP', 'BUDGET', 'COOLDOWN', 'MIN', 'MAX', 'EPOCH']

/** Name of a status; null: not known. */
export function nameStatus(status: i32): string | null {
  return status >= 0 && status < STATUSES.length ? STATUSES[status] : null
}

/** What was binding for each parameter: 4 bits each, the first parameter lowest. */
export function decodeLimits(limits: BigInt): string[] {
  const word = toInt8(limits)
  const names: string[] = []
  for (let i = 0; i < VECTOR_FIELDS.length; i++) {
    const limit = <i32>((word >> (i << 2)) & 15)
    names.push(limit < LIMITS.length ? LIMITS[limit] : 'OTHER')
  }
  return names
}
