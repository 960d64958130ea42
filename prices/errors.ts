import { BaseError } from '../core/index.ts'

/** Why a message of a stream is not used. */
export const refusalReasons = [
  /** No message of the provider's form, or one that is too long. */
  'malformed',
  'other-feed',
  /** As old as the one before of the same source, or older: repeated, replayed, late. */
  'not-newer',
  /** From further in the future than clocks may differ. */
  'ahead',
  /** Older than a price may be. */
  'too-old',
  /** Past the time that the report itself names. */
  'expired',
  /** A price of zero or less. */
  'out-of-range',
  /** Signed by too few, by one of them twice, or by a stranger. */
  'signatures',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** A signed report is not used. `detail` says why, in one line without what the report holds beyond it. */
export class ReportRefusedError extends BaseError {
  readonly reason: RefusalReason
  readonly detail: string

  constructor(reason: RefusalReason, detail: string, options: { cause?: unknown } = {}) {
    super('prices/report-refused', `the report is not used (${reason}): ${detail}`, options)
    this.reason = reason
    this.detail = detail
  }
}
