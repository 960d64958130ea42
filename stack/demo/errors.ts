import type { Address } from 'viem'
import { BaseError } from '../../core/errors.ts'

/** A voter of the demo holds no votes when the vote begins. `voteStartAt` is in unix seconds. */
export class VotesMissingError extends BaseError {
  readonly voter: Address
  readonly voteStartAt: bigint

  constructor(voter: Address, voteStartAt: bigint) {
    super(
      'demo/votes-missing',
      `${voter} holds no votes at ${voteStartAt}, when the vote begins; deploy the token to the local voters, who delegate to themselves`,
    )
    this.voter = voter
    this.voteStartAt = voteStartAt
  }
}

/** A vote that was posted to Snapshot did not get counted on chain. */
export class SnapshotVoteLostError extends BaseError {
  readonly voter: Address

  constructor(voter: Address, reason: string) {
    super(
      'demo/snapshot-vote-lost',
      `the vote of ${voter} on Snapshot does not count: ${reason}; start the stack again`,
    )
    this.voter = voter
  }
}

/** The market on chain is not the one that was voted for. */
export class MarketMismatchError extends BaseError {
  constructor(reason: string) {
    super(
      'demo/market-mismatch',
      `the market is not as voters were asked to have it: ${reason}; start the stack again`,
    )
  }
}

/** A vault takes no deposit now: its pool has no mean price yet, or spot and mean price disagree. */
export class VaultClosedError extends BaseError {
  readonly vault: Address

  constructor(vault: Address, twapWindowSec: number) {
    super(
      'demo/vault-closed',
      `the vault ${vault} takes no deposit: its pool has to remember ${twapWindowSec} s, and its price to be near the mean of that time; let more time pass on the chain first`,
    )
    this.vault = vault
  }
}
