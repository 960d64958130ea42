/** Why nothing may be sent. `detail` is one line for a log. */
export interface SpendingObjection {
  reason: 'daily-budget' | 'balance-short'
  detail: string
}

interface SpendingInput {
  /** The most that the transaction can cost, wei. */
  maxCostWei: bigint
  /** Of the account, wei. */
  balanceWei: bigint
  /** Within the last 24 hours, without what is open under the same nonce, wei. */
  spentWei: bigint
  dailyBudgetWei: bigint
}

/** Whether a transaction can be paid at its dearest; the balance first. None: it can. */
export function checkSpending(input: SpendingInput): SpendingObjection | undefined {
  const { maxCostWei, balanceWei, spentWei, dailyBudgetWei } = input
  if (maxCostWei > balanceWei) {
    const detail = `the push may cost ${maxCostWei} wei, the account has ${balanceWei}; send it some`
    return { reason: 'balance-short', detail }
  }
  if (spentWei + maxCostWei > dailyBudgetWei) {
    const detail = `${spentWei} wei of ${dailyBudgetWei} a day are spent, the push may cost ${maxCostWei}`
    return { reason: 'daily-budget', detail }
  }
  return undefined
}
