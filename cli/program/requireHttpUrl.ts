import { findUrlFault } from '../../http/findUrlFault.ts'
import { UsageError } from './errors.ts'

/** Refuses the value of an option that cannot be asked. The message holds no part of it: it may hold a key. */
export function requireHttpUrl(option: string, value: string): void {
  const fault = findUrlFault(value)
  if (fault !== undefined) throw new UsageError(`the value of --${option} ${fault}`)
}
