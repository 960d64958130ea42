import type { FileError } from '../files/errors.ts'

/** Why a file of secrets was not read: its error may show what is in it, and this does not. */
export function describeUnreadable({ cause }: FileError): string {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException
  return code?.startsWith('E') ? `cannot be read (${code})` : 'is no text'
}
