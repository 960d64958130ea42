import { JournalConflictError } from './errors.ts'
import type { Settlement } from './journal.ts'
import type { TransactionRow } from './rows.ts'

/**
 * Whether a transaction may be noted, beside those with its nonce and the open ones of its account.
 *
 * @returns `false` if it is there already, as it is.
 * @throws JournalConflictError if another nonce is open, or this one is settled.
 */
export function checkAddition(row: TransactionRow, neighbours: readonly TransactionRow[]): boolean {
  if (neighbours.some(({ hash }) => hash === row.hash)) return false
  const { nonce, account } = row
  for (const other of neighbours) {
    if (other.nonce !== nonce) {
      throw new JournalConflictError(
        `nonce ${nonce} of ${account} is to be sent while ${other.nonce} is open; settle that one first`,
      )
    }
    if (other.outcome !== 'open') {
      throw new JournalConflictError(
        `nonce ${nonce} of ${account} is used by ${other.hash} (${other.outcome}); take the next one`,
      )
    }
  }
  return true
}

/**
 * Whether a transaction may be settled, among all with its nonce.
 *
 * @returns `false` if it was settled this way already.
 * @throws JournalConflictError if it is not among them, or was settled otherwise.
 */
export function checkSettlement(
  { hash, outcome }: Settlement,
  siblings: readonly TransactionRow[],
): boolean {
  const known = siblings.find((sibling) => sibling.hash === hash)
  if (known === undefined) {
    throw new JournalConflictError(`${hash} is not in the journal; add it before it is sent`)
  }
  if (known.outcome === outcome) return false
  if (known.outcome === 'open') return true
  throw new JournalConflictError(
    `${hash} is ${known.outcome}, but now reported as ${outcome}; look the transaction up on chain`,
  )
}

/** @throws JournalConflictError if another nonce is among those that are open. */
export function checkReopening(nonce: number, open: readonly TransactionRow[]): void {
  const other = open.find((row) => row.nonce !== nonce)
  if (other === undefined) return
  throw new JournalConflictError(
    `nonce ${nonce} of ${other.account} is to be opened again while ${other.nonce} is open; settle that one first`,
  )
}
