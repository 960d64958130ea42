import type { Journal } from './journal.ts'
import { openPostgresJournal } from './openPostgresJournal.ts'
import { openSqliteJournal } from './openSqliteJournal.ts'

/**
 * Opens the journal in a file (SQLite) or at a URL (Postgres).
 *
 * @throws JournalUnavailableError if it cannot be opened.
 */
export async function openJournal(place: { file: string } | { url: string }): Promise<Journal> {
  return 'file' in place ? openSqliteJournal(place.file) : openPostgresJournal(place.url)
}
