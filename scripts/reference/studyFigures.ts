/** The rules of the study's table, in the order of its columns. Zakamouline's, which the project does not ship, is left out. */
export const straddleRuleIds = [
  'clock-8h',
  'clock-24h',
  'clock-72h',
  'band-10',
  'band-20',
  'band-40',
  'whalley-wilmott',
  'simple',
] as const

export type StraddleRuleId = (typeof straddleRuleIds)[number]

/** One row of the table: price of risk (1e4 = 1), notional ($), and J of each rule in their order, bp of the notional a year. */
export interface StraddleRow {
  riskAversionE4: number
  notionalUsd: number
  jBpYear: readonly number[]
}

/** What the study found for a short straddle on the 8-hourly closes of ether. */
export const studyStraddles: readonly StraddleRow[] = [
  row(5, 100_000, [2_790, 1_071, 649, 824, 497, 442, 995, 399]),
  row(5, 1_000_000, [1_766, 877, 865, 1_182, 971, 949, 635, 495]),
  row(5, 10_000_000, [5_087, 1_461, 1_495, 2_773, 1_880, 1_444, 1_811, 1_051]),
  row(50, 100_000, [2_790, 1_557, 2_882, 933, 925, 2_272, 1_515, 913]),
  row(50, 1_000_000, [1_767, 1_397, 3_220, 1_293, 1_402, 2_794, 975, 1_021]),
  row(50, 10_000_000, [5_878, 5_044, 11_259, 3_759, 3_700, 6_010, 3_403, 3_297]),
]

function row(riskAversion: number, notionalUsd: number, jBpYear: readonly number[]): StraddleRow {
  return { riskAversionE4: riskAversion * 10_000, notionalUsd, jBpYear }
}
