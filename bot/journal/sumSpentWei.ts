import type { PushRow } from './rows.ts'

/** What settled transactions cost, and the most that the dearest open one can: of one nonce only one gets in. */
export function sumSpentWei(settled: readonly PushRow[], open: readonly PushRow[]): bigint {
  const spentWei = settled.reduce((sum, row) => sum + BigInt(row.fee_wei), 0n)
  const dearestWei = open.reduce((dearest, row) => {
    const costWei = BigInt(row.max_cost_wei)
    return costWei > dearest ? costWei : dearest
  }, 0n)
  return spentWei + dearestWei
}
