import { BaseError } from '../core/errors.ts'

/** A file cannot be read or written. `file` is its path, `cause` the error underneath. */
export class FileError extends BaseError {
  readonly file: string

  constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
    super('files/file', `${file}: ${reason}`, options)
    this.file = file
  }
}
