/** SQLite's primary result codes. Source: "Result and Error Codes", sqlite.org/rescode.html. */
const primaryCodes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
}

/** SQLite's failure in words, and what to do; undefined for an error that is not SQLite's. */
export function describeSqliteFailure(error: unknown): string | undefined {
  const { errcode, message } = error as { errcode?: unknown; message?: string }
  if (typeof errcode !== 'number') return undefined
  // Extended codes have the primary one in their lowest byte.
  switch (errcode & 0xff) {
    case primaryCodes.full:
      return 'cannot be written: the disk under it is full; make room, then start again'
    case primaryCodes.ioError:
      return `cannot be written or read (${message}); check the disk under it, and that it has room, then start again`
    case primaryCodes.busy:
    case primaryCodes.locked:
      return 'is in use by another process; stop that one, or name another file'
    case primaryCodes.readOnly:
      return 'may not be written; change its rights, or those of its folder'
    case primaryCodes.cantOpen:
      return 'cannot be opened; check that its folder is there, and its rights'
    case primaryCodes.corrupt:
    case primaryCodes.notADatabase:
      return 'is no journal, or a damaged one; restore it, or name another file'
    default:
      return `fails (${message}); check the disk under it, then start again`
  }
}
