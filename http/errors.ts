import { BaseError } from '../core/errors.ts'

/** User or password of a URL cannot be told from it. `host` is that of the URL; the message holds no other part of it. */
export class UrlCredentialsError extends BaseError {
  readonly host: string

  constructor(host: string, options: { cause?: unknown } = {}) {
    super(
      'http/url-credentials',
      `the URL of ${host} has a user or password with a % that begins no encoded UTF-8; write %25 for a % sign`,
      options,
    )
    this.host = host
  }
}
