import { maxOf, minOf } from '../../observation/integerMath.ts'

const FULL_PIPS = 1_000_000n

/** The most gas that one transaction may be given. Source: EIP-7825, Osaka. */
export const TRANSACTION_GAS_CAP = 16_777_216n

/** The least gas of a transaction without data. */
const TRANSACTION_GAS = 21_000n

/** The gas assumed for a trade, or a change of liquidity, before it is known: more than any uses. */
const ACTION_GAS = 260_000n

/**
 * Keeps the gas used of a row of blocks at a given share of their limit. Later blocks balance the gas that a block uses too much
 * or too little, so that the sum over a segment is off by one block's error at most.
 */
export class GasFiller {
  readonly #gasLimit: bigint
  #owed = 0n

  /** @param gasLimit - Of every block. */
  constructor(gasLimit: bigint) {
    this.#gasLimit = gasLimit
  }

  /**
   * Gas limits of the transactions that fill the next block; each burns all it is given.
   *
   * @param ratioPips - The share to reach, 1e6 = 100 %.
   * @param actions - How many trades and changes of liquidity the block holds as well.
   * @param othersGas - The gas limits of what others have waiting.
   */
  planBlock(ratioPips: bigint, actions: number, othersGas: bigint): bigint[] {
    this.#owed += (this.#gasLimit * ratioPips) / FULL_PIPS
    const taken = BigInt(actions) * ACTION_GAS + othersGas
    let left = minOf(this.#owed, this.#gasLimit) - taken
    const limits: bigint[] = []
    while (left >= TRANSACTION_GAS) {
      const rest = left - TRANSACTION_GAS_CAP
      // A rest that no transaction can burn would stay.
      const isSplit = rest > 0n && rest < TRANSACTION_GAS
      const gas = isSplit ? left - TRANSACTION_GAS : minOf(left, TRANSACTION_GAS_CAP)
      limits.push(gas)
      left -= gas
    }
    return limits
  }

  /** Tells what the block has used in fact. A debt of more than a block is forgiven: nothing could make it good soon. */
  settleBlock(gasUsed: bigint): void {
    this.#owed = maxOf(minOf(this.#owed - gasUsed, this.#gasLimit), -this.#gasLimit)
  }
}
