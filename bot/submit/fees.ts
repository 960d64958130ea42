/** What a transaction offers (EIP-1559), wei per unit of gas. */
export interface Fees {
  maxFeePerGas: bigint
  /** At most `maxFeePerGas`. */
  maxPriorityFeePerGas: bigint
}

export interface FeeInput {
  /** Of the latest block, wei. */
  baseFeePerGas: bigint
  /** Tip for the builder of the block, wei. */
  tipPerGas: bigint
  /** The most that a unit of gas may ever cost, wei. */
  budgetPerGas: bigint
}

/** Full blocks in a row that a push outlasts without a replacement; the base fee grows by an eighth in each. */
const OUTLASTED_BLOCKS = 12n

/**
 * What to offer at first: the base fee after twelve full blocks and the tip, or the budget where that is less. Exact
 * integers, rounded up. The tip gives way to the budget too.
 */
export function computeFees({ baseFeePerGas, tipPerGas, budgetPerGas }: FeeInput): Fees {
  const laterBaseFee = divideUp(baseFeePerGas * 9n ** OUTLASTED_BLOCKS, 8n ** OUTLASTED_BLOCKS)
  return {
    maxFeePerGas: least(laterBaseFee + tipPerGas, budgetPerGas),
    maxPriorityFeePerGas: least(tipPerGas, budgetPerGas),
  }
}

/**
 * What to offer for the same nonce again: both fees raised by an eighth, rounded up, which is more than the tenth that
 * nodes ask for; or `wanted`, field by field, where the market has moved further.
 *
 * @returns `undefined` if that is above the budget: the transaction stays as it is.
 */
export function raiseFees(sent: Fees, wanted: Fees, budgetPerGas: bigint): Fees | undefined {
  const maxPriorityFeePerGas = most(raise(sent.maxPriorityFeePerGas), wanted.maxPriorityFeePerGas)
  const maxFeePerGas = most(
    most(raise(sent.maxFeePerGas), wanted.maxFeePerGas),
    maxPriorityFeePerGas,
  )
  return maxFeePerGas > budgetPerGas ? undefined : { maxFeePerGas, maxPriorityFeePerGas }
}

function raise(fee: bigint): bigint {
  return divideUp(fee * 9n, 8n)
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
