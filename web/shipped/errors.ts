import { BaseError } from '../../core/errors.ts'

/** A file of the site that should come with it is not there, or is not what it should be. */
export class SiteFileError extends BaseError {
  readonly file: string

  constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
    super('web/site-file', `${file} of this site ${reason}`, options)
    this.file = file
  }
}

/** A shipped market is another one than the site's list names. */
export class ShippedMarketChangedError extends BaseError {
  constructor(name: string, got: string, expected: string) {
    super(
      'web/shipped-market-changed',
      `The market ${name} of this site is not the one that the site lists: its market.json has the hash ${got}, listed is ${expected}. Nothing was computed; open the console from a place that you trust`,
    )
  }
}

/** The worker itself has gone: it could not be loaded, or the browser has no room for it. */
export class WorkerLostError extends BaseError {
  constructor(reason: string) {
    super(
      'web/worker-lost',
      `The worker that computes has ended (${reason}). It cannot be loaded, or this browser has no memory left: close other pages and try again, or use the command line`,
    )
  }
}
