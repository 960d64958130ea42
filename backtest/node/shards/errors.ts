import { BaseError } from '../../../core/index.ts'

/** A store cannot be read or written. `title` names it without a secret. */
export class StoreError extends BaseError {
  readonly title: string

  constructor(title: string, reason: string, options: { cause?: unknown } = {}) {
    super('backtest/store', `the store ${title} ${reason}`, options)
    this.title = title
  }
}

/** A run of the store was made by another program, or needs a market that this machine does not have. */
export class ForeignRunError extends BaseError {
  constructor(reason: string) {
    super('backtest/foreign-run', reason)
  }
}

/** The queue cannot be asked, or gave a part up. */
export class QueueError extends BaseError {
  constructor(reason: string, options: { cause?: unknown } = {}) {
    super('backtest/queue', reason, options)
  }
}
