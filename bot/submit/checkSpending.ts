import type { Address } from 'viem'
import { describeLowBalance, formatWei } from '../describeBalance.ts'

/** Why nothing may be sent. `detail` is one line for a log. */
export interface SpendingObjection {
  reason: 'daily-budget' | 'balance-short' | 'above-limit'
  detail: string
}

interface SpendingInput {
  account: Address
  /** The most that the transaction can cost, wei. */
  maxCostWei: bigint
  /** Of the account, wei. */
  balanceWei: bigint
  /** Within the last 24 hours, without what is open under the same nonce, wei. */
  spentWei: bigint
  dailyBudgetWei: bigint
  /** The most that this one may cost, wei. */
  limitWei: bigint | undefined
}

/**
 * Whether a transaction can be paid at its dearest: the first objection of balance, its own limit, and the day's
 * budget. None: it can.
 */
export function checkSpending(input: SpendingInput): SpendingObjection | undefined {
  const { account, maxCostWei, balanceWei, spentWei, dailyBudgetWei, limitWei } = input
  if (maxCostWei > balanceWei) {
    return { reason: 'balance-short', detail: describeLowBalance(account, balanceWei, maxCostWei) }
  }
  if (limitWei !== undefined && maxCostWei > limitWei) {
    const detail = `it may cost ${formatWei(maxCostWei)}, allowed are ${formatWei(limitWei)}`
    return { reason: 'above-limit', detail }
  }
  if (spentWei + maxCostWei > dailyBudgetWei) {
    const detail = `${formatWei(spentWei)} of ${formatWei(dailyBudgetWei)} a day are spent, the next transaction may cost ${formatWei(maxCostWei)}`
    return { reason: 'daily-budget', detail }
  }
  return undefined
}
