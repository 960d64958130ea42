import { BaseError } from '../../core/errors.ts'

/** A block has no base fee, or a node told none. Solidity: `BaseFeeUnknown()`. */
export class BaseFeeUnknownError extends BaseError {
  constructor() {
    super(
      'observation/base-fee-unknown',
      "the base fee is 0, allowed are 1 or more; give that of the measurement's block, of a chain with EIP-1559",
    )
  }
}

/** No kept base fee is old enough and not too old. Solidity: `NoEarlierBaseFee(uint256,uint256,uint256)`. */
export class NoEarlierBaseFeeError extends BaseError {
  /** Of the one that is nearest; 0: none is kept. */
  readonly ageBlocks: bigint
  readonly minAgeBlocks: bigint
  readonly maxAgeBlocks: bigint

  constructor(ageBlocks: bigint, minAgeBlocks: bigint, maxAgeBlocks: bigint) {
    const got =
      ageBlocks === 0n ? 'no base fee is kept' : `the kept base fee is ${ageBlocks} blocks old`
    super(
      'observation/no-earlier-base-fee',
      `${got}, allowed are ${minAgeBlocks} to ${maxAgeBlocks} blocks; give a header of such a block, or wait for one`,
    )
    this.ageBlocks = ageBlocks
    this.minAgeBlocks = minAgeBlocks
    this.maxAgeBlocks = maxAgeBlocks
  }
}

/** A header's block is too young or too old. Solidity: `HeaderOutsideWindow(uint256,uint256,uint256)`. */
export class HeaderOutsideWindowError extends BaseError {
  readonly ageBlocks: bigint
  readonly minAgeBlocks: bigint
  readonly maxAgeBlocks: bigint

  constructor(ageBlocks: bigint, minAgeBlocks: bigint, maxAgeBlocks: bigint) {
    super(
      'observation/header-outside-window',
      `the header's block is ${ageBlocks} blocks old, allowed are ${minAgeBlocks} to ${maxAgeBlocks}; give one within`,
    )
    this.ageBlocks = ageBlocks
    this.minAgeBlocks = minAgeBlocks
    this.maxAgeBlocks = maxAgeBlocks
  }
}

/** A time lies before what is known of a pool. The pool itself says "OLD". */
export class TimeNotRememberedError extends BaseError {
  /** Unix seconds. */
  readonly at: bigint
  readonly earliestAt: bigint | undefined

  constructor(at: bigint, earliestAt: bigint | undefined) {
    const known =
      earliestAt === undefined
        ? 'no Initialize or Swap is known'
        : `allowed is ${earliestAt} or later`
    super(
      'observation/time-not-remembered',
      `the pool's memory is asked of ${at}, ${known}; give the pool's events from an earlier block on`,
    )
    this.at = at
    this.earliestAt = earliestAt
  }
}
