import type { TransactionRow } from './rows.ts'

/** Cost of settled transactions, plus the most that the dearest open one can cost: only one of a nonce is included. */
export function sumSpentWei(
  settled: readonly TransactionRow[],
  open: readonly TransactionRow[],
): bigint {
  const spentWei = settled.reduce((sum, row) => sum + BigInt(row.fee_wei), 0n)
  const dearestWei = open.reduce((dearest, row) => {
    const costWei = BigInt(row.max_cost_wei)
    return costWei > dearest ? costWei : dearest
  }, 0n)
  return spentWei + dearestWei
}
