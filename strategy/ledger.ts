/**
 * What changes a net value, each as whole units of 1e-6 dollars: gains above 0, costs below. Together they are the change of the
 * net value, to the unit.
 */
export const ledgerParts = [
  'price',
  'option',
  'funding',
  'interest',
  'lpFees',
  'fee',
  'impact',
  'gas',
  'penalty',
] as const

export type LedgerPart = (typeof ledgerParts)[number]

/** 1e6 = $1 each, whole numbers below 2^53. */
export type Ledger = Record<LedgerPart, number>
