import { BaseError } from '../../core/errors.ts'

/** A contract of evidence cannot be deployed: what the market lacks, a setting that is not allowed, or what became of the transaction. */
export class DeployEvidenceError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/evidence', message, options)
  }
}
