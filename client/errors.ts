import type { Address, Hex } from 'viem'
import { BaseError } from '../core/errors.ts'
import { formatEther } from './formatEther.ts'

/** A node does not answer, is on another chain, or does not have what is asked for. */
export class ChainReadError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('client/chain-read', message, options)
  }
}

/** A node tells a proposal with other calls or another text than it was made with. */
export class ForgedProposalError extends BaseError {
  readonly id: bigint

  constructor(id: bigint) {
    super(
      'client/forged-proposal',
      `the node tells the proposal ${id} with calls or a text of which that id is not the hash; ask another node`,
    )
    this.id = id
  }
}

/** A node has left out logs, as its own headers, receipts or contracts show. The range is in blocks. */
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

/** Of a contract a node gave no logs, not even those of its creation. */
export function noCreationError(
  contract: Address,
  fromBlock: bigint,
  toBlock: bigint,
): IncompleteLogsError {
  const evidence = `it gave no logs of ${contract}, although its creation wrote some`
  return new IncompleteLogsError(fromBlock, toBlock, evidence)
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

/** An account cannot pay a transaction at today's fees. Amounts in wei. */
export class InsufficientEtherError extends BaseError {
  readonly account: Address
  readonly balanceWei: bigint
  readonly costWei: bigint

  constructor(account: Address, functionName: string, balanceWei: bigint, costWei: bigint) {
    super(
      'client/insufficient-ether',
      `the balance of ${account} is ${formatEther(balanceWei, 'down')}, and ${functionName} may cost ${formatEther(costWei)}; send ${formatEther(costWei - balanceWei)} or more to it`,
    )
    this.account = account
    this.balanceWei = balanceWei
    this.costWei = costWei
  }
}

/** A vote of an account would count for nothing. */
export class NoVotingPowerError extends BaseError {
  readonly account: Address

  constructor(account: Address, message: string) {
    super('client/no-voting-power', message)
    this.account = account
  }
}

/** A proposal is not where an action needs it; the message says where it stands and what can be done. */
export class ProposalStateError extends BaseError {
  readonly proposalId: bigint

  constructor(proposalId: bigint, message: string) {
    super('client/proposal-state', message)
    this.proposalId = proposalId
  }
}

/** Addresses of a network are of other contracts than they are said to be; `faults` has a sentence for each. */
export class WrongContractError extends BaseError {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      'client/wrong-contract',
      `${faults.join('; ')}; correct the network's addresses, or give the node of the right chain`,
    )
    this.faults = faults
  }
}

/** Snapshot would not take a proposal; `faults` has a sentence for each reason. */
export class SnapshotProposalRefusedError extends BaseError {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      'client/snapshot-proposal-refused',
      `Snapshot would not take the proposal: ${faults.join('; ')}`,
    )
    this.faults = faults
  }
}

/** A proposal stands on Snapshot, and the Governor's that takes the votes there could not be made. */
export class HalfProposedError extends BaseError {
  readonly snapshotProposalId: Hex

  constructor(
    snapshotProposalId: Hex,
    reason: string,
    command: string,
    until: string,
    options: { cause?: unknown } = {},
  ) {
    super(
      'client/half-proposed',
      `Snapshot has the proposal ${snapshotProposalId} but the Governor does not, so votes there do not count yet: ${reason}. Before ${until}, \`${command}\` continues with it`,
      options,
    )
    this.snapshotProposalId = snapshotProposalId
  }
}
