import { BaseError } from '../core/errors.ts'

/** A node does not answer, is on another chain, or does not have what is asked for. */
export class ChainReadError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('client/chain-read', message, options)
  }
}

/** A node has left out logs that its own headers, receipts or contracts tell of. The range is in blocks. */
export class IncompleteLogsError extends BaseError {
  readonly fromBlock: bigint
  readonly toBlock: bigint

  constructor(fromBlock: bigint, toBlock: bigint, evidence: string) {
    super(
      'client/incomplete-logs',
      `the node leaves out logs of the blocks ${fromBlock} to ${toBlock}: ${evidence}; ask it again later, or give another node`,
    )
    this.fromBlock = fromBlock
    this.toBlock = toBlock
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
