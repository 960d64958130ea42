import { JournalUnavailableError } from './errors.ts'

/** Of the tables, wherever they are; goes up with each change of them. */
export const VERSION = 2

/** Whose tables `openJournal` turns into those of this version, before it uses them: they had pushes only. */
export const PUSHES_VERSION = 1

/**
 * Asks for tables of this version. 0 are tables of something else.
 *
 * @throws JournalUnavailableError if they are of another one.
 */
export function requireVersion(place: string, version: number, kind: 'file' | 'database'): void {
  if (version === VERSION) return
  const reason = `is of version ${version}, allowed is ${VERSION}; name another ${kind}, or use the release that wrote it`
  throw new JournalUnavailableError(place, reason)
}
