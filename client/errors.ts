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

/** How many ids a message names. */
const MAX_NAMED = 5

/** There is no such proposal. `known` has the short ids of those that there are, the latest last. */
export class ProposalNotFoundError extends BaseError {
  constructor(id: string, known: readonly string[]) {
    const latest = known.slice(-MAX_NAMED).reverse()
    const choice =
      known.length === 0
        ? 'it has none yet'
        : `give one of ${nameSome(latest, known.length)}, see \`gimbal proposals list\``
    super('client/proposal-not-found', `the Governor has no proposal ${id}; ${choice}`)
  }
}

/** The beginning of an id fits several: the message lists them. */
export class AmbiguousIdError extends BaseError {
  readonly candidates: readonly string[]

  constructor(what: string, prefix: string, candidates: readonly string[]) {
    const named = nameSome(candidates.slice(0, 2 * MAX_NAMED), candidates.length)
    super(
      'client/ambiguous-id',
      `${prefix} is the beginning of ${candidates.length} ids; give more digits of one ${what}: ${named}`,
    )
    this.candidates = candidates
  }
}

function nameSome(shown: readonly string[], count: number): string {
  const more = count - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} (and ${more} more)`
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
