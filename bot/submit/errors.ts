import type { Hex } from 'viem'
import { BaseError } from '../../core/errors.ts'

/** A node's receipt and its state do not fit together: one of them is not the chain's. */
export class ReadBackError extends BaseError {
  readonly hash: Hex

  constructor(hash: Hex, reason: string) {
    super(
      'bot/read-back',
      `the push ${hash} is in a block, and ${reason}; ask another node before the next push`,
    )
    this.hash = hash
  }
}
