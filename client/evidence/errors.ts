import type { Address } from 'viem'
import { BaseError } from '../../core/errors.ts'
import { formatUtc } from '../formatUtc.ts'

/** A pool's ring of observations does not reach back to a time that a measurement reads. */
export class PoolMemoryError extends BaseError {
  readonly pool: Address
  /** Unix seconds. */
  readonly at: bigint
  /** Time of the ring's oldest entry, unix seconds. */
  readonly oldestAt: bigint

  constructor(pool: Address, at: bigint, oldestAt: bigint, entries: number) {
    super(
      'client/pool-memory',
      `the ${entries} observations of the pool ${pool} reach back to ${formatUtc(oldestAt)}, read is ${formatUtc(at)}; have its increaseObservationCardinalityNext called, then wait for it`,
    )
    this.pool = pool
    this.at = at
    this.oldestAt = oldestAt
  }
}

/** The fields that a node tells of a header do not hash to its block's hash. */
export class HeaderDiffersError extends BaseError {
  readonly blockNumber: bigint

  constructor(blockNumber: bigint) {
    super(
      'client/header-differs',
      `the header of block ${blockNumber} has fields that are not known here: its bytes do not have its hash; push without a header, or install a newer release`,
    )
    this.blockNumber = blockNumber
  }
}
