import { AmbiguousIdError } from '../../client/errors.ts'
import { findByPrefix } from '../../governance/index.ts'
import { UpdateNotFoundError } from '../../verify/errors.ts'
import type { Update } from '../../verify/readUpdates.ts'
import { formatUpdateId } from '../../verify/verifyUpdate.ts'

const MAX_NAMED = 5

/** What to call an update: the block that holds it, and its log's place there, `1819-3`. */
export function nameUpdate({ blockNumber, logIndex }: Update): string {
  return `${blockNumber}-${logIndex}`
}

/**
 * The update that a text names: `BLOCK-LOG`, `BLOCK` where the block has one, or its id in hex or the beginning of it.
 *
 * @throws UpdateNotFoundError, AmbiguousIdError
 */
export function resolveUpdate(updates: readonly Update[], text: string): Update {
  const found = /^\d+(-\d+)?$/.test(text)
    ? updates.filter((update) => `${nameUpdate(update)}-`.startsWith(`${text}-`))
    : updates.filter((update) => findByPrefix([formatUpdateId(update)], text).length > 0)
  const [first] = found
  if (found.length > 1) throw new AmbiguousIdError('update', text, found.map(nameUpdate))
  if (first !== undefined) return first
  const latest = updates.slice(-MAX_NAMED).map(nameUpdate).reverse().join(', ')
  throw new UpdateNotFoundError(
    updates.length === 0
      ? `the chain has no update yet, so there is no update ${text}`
      : `the chain has no update ${text} among ${updates.length}; give latest, or one such as ${latest}`,
  )
}

/** Whether a text can name an update. */
export function isUpdateName(text: string): boolean {
  return /^(\d+(-\d+)?|(0x)?[0-9a-f]{4,24})$/i.test(text)
}
