import { AmbiguousIdError } from '../client/errors.ts'
import { findByPrefix } from '../governance/index.ts'
import { UpdateNotFoundError } from './errors.ts'
import type { Update } from './readUpdates.ts'
import { formatUpdateId } from './verifyUpdate.ts'

const MAX_NAMED = 5

/** What to call an update: the block that holds it, and its log's place there, `1819-3`. */
export function nameUpdate({ blockNumber, logIndex }: Update): string {
  return `${blockNumber}-${logIndex}`
}

/**
 * The update that a text names: `BLOCK-LOG`, `BLOCK` where the block has one, its id in hex or the beginning of it, or its
 * transaction's hash where that has one.
 *
 * @throws UpdateNotFoundError, AmbiguousIdError
 */
export function resolveUpdate(updates: readonly Update[], text: string): Update {
  const found = /^\d+(-\d+)?$/.test(text)
    ? updates.filter((update) => `${nameUpdate(update)}-`.startsWith(`${text}-`))
    : updates.filter((update) => {
        const id = isTransaction(text) ? update.transactionHash : formatUpdateId(update)
        return findByPrefix([id], text).length > 0
      })
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

const isTransaction = (text: string): boolean => /^(0x)?[0-9a-f]{64}$/i.test(text)

/** Whether a text can name an update. */
export function isUpdateName(text: string): boolean {
  return /^(\d+(-\d+)?|(0x)?([0-9a-f]{4,24}|[0-9a-f]{64}))$/i.test(text)
}
