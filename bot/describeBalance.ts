import { type Address, formatEther } from 'viem'

/** An amount in ether with four decimals, rounded down, or as small as it is: `0.1 ether`. */
export function formatWei(wei: bigint): string {
  const whole = formatEther(wei)
  const short = whole.replace(/(\.\d{4})\d+$/, '$1')
  return `${Number(short) === 0 ? whole : short} ether`
}

/** A sentence that an account has too little, and how much it needs. */
export function describeLowBalance(
  address: Address,
  balanceWei: bigint,
  wantedWei: bigint,
): string {
  const wanted = `at least ${formatWei(wantedWei)} is wanted`
  return `${formatWei(balanceWei)} at ${address}; ${wanted}, so send it some`
}

/** What an account has, and, if that is at or below the alarm's mark, what it lacks, in words. */
export interface BalanceReading {
  balanceWei: bigint
  shortage?: string
}
