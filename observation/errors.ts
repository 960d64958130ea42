import { BaseError } from '../core/errors.ts'

/** A tick that no Uniswap v3 pool can have. */
export class TickOutOfRangeError extends BaseError {
  readonly tick: bigint
  readonly maxTick: bigint

  constructor(tick: bigint, maxTick: bigint) {
    super(
      'observation/tick-out-of-range',
      `the tick is ${tick}, allowed are -${maxTick} to ${maxTick}; give the tick of a Uniswap v3 pool`,
    )
    this.tick = tick
    this.maxTick = maxTick
  }
}

/** Two headers do not follow each other: one is missing, or they are of different branches of the chain. */
export class HeaderOrderError extends BaseError {
  readonly blockNumber: bigint

  constructor(blockNumber: bigint, reason: string) {
    super(
      'observation/header-order',
      `block ${blockNumber} ${reason}; give every header from the first to the last, of one chain, read again if it reorganised`,
    )
    this.blockNumber = blockNumber
  }
}

/** A log is not of the chain that the headers describe, or was taken back by a reorganisation. */
export class LogMismatchError extends BaseError {
  readonly blockNumber: bigint | null
  readonly logIndex: number | null

  constructor(blockNumber: bigint | null, logIndex: number | null, reason: string) {
    super(
      'observation/log-mismatch',
      `log ${logIndex ?? 'without index'} of block ${blockNumber ?? 'unknown'} ${reason}; read headers and logs of the same blocks`,
    )
    this.blockNumber = blockNumber
    this.logIndex = logIndex
  }
}

/** An event comes before one that was taken up already, or before a segment that was closed already. Unix seconds. */
export class EventOrderError extends BaseError {
  readonly timestamp: bigint
  readonly earliestAt: bigint

  constructor(timestamp: bigint, earliestAt: bigint) {
    super(
      'observation/event-order',
      `an event is of ${timestamp}, allowed is ${earliestAt} or later; give events in the order of the chain`,
    )
    this.timestamp = timestamp
    this.earliestAt = earliestAt
  }
}

/** More liquidity was burned than there was. */
export class LiquidityBelowZeroError extends BaseError {
  readonly liquidity: bigint

  constructor(liquidity: bigint, timestamp: bigint) {
    super(
      'observation/liquidity-below-zero',
      `the pool's liquidity is ${liquidity} at ${timestamp}, allowed is 0 or more; give all of the pool's events, none twice`,
    )
    this.liquidity = liquidity
  }
}
