import { BaseError } from '../core/errors.ts'

/** A message holds what Snapshot or the Governor would not take. `field` is its name in the message. */
export class InvalidMessageError extends BaseError {
  readonly field: string

  constructor(field: string, got: string, allowed: string) {
    super('snapshot/invalid-message', `${field} is ${got}, allowed is ${allowed}; correct it`)
    this.field = field
  }
}

/** The plugins of a Snapshot proposal name no Governor proposal. */
export class NoGovernorLinkError extends BaseError {
  constructor(reason: string) {
    super(
      'snapshot/no-governor-link',
      `the plugins ${reason}; take the text that the Governor's snapshotPlugins(proposalId) returns`,
    )
  }
}
