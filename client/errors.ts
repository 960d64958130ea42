import { BaseError } from '../core/errors.ts'

/** A node does not answer, is on another chain, or does not have what is asked for. */
export class ChainReadError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('client/chain-read', message, options)
  }
}

/** There is no such proposal. */
export class ProposalNotFoundError extends BaseError {
  constructor(proposalId: bigint) {
    super(
      'client/proposal-not-found',
      `the Governor has no proposal ${proposalId}; see \`gimbal proposals list\``,
    )
  }
}

/** A contract refuses a call, or would. */
export class CallRefusedError extends BaseError {
  /** The contract's own name for it; undefined if it gave none. */
  readonly reason: string | undefined

  constructor(message: string, reason: string | undefined, options: { cause?: unknown } = {}) {
    super('client/call-refused', message, options)
    this.reason = reason
  }
}
