import type { Source } from '../source.ts'

/** What a contract of evidence measures with, fixed when it is deployed: part of `ProvenSettings` of IProvenEvidence. */
export interface ProvenSettings {
  /** What is measured: the market's own source, with both start figures. */
  source: Source
  /** One slow window of 30 minutes instead of three of 10: five times are read instead of seven. */
  isLean: boolean
  /** The portfolio is worth what it holds of the pool's two tokens (`computeHoldingsUsd6`), and is not asked. */
  valuesHoldings: boolean
  /**
   * What one walk says of the variance is cut to so many times the kept average, or the start figure where that is
   * higher; 0: it is not cut.
   */
  varianceCap: bigint
  /** The earlier of the two base fees is at least so many blocks old; 1 or more. */
  minFeeAgeBlocks: bigint
  /** The earlier of the two base fees is at most so many blocks old; up to 8,191. */
  maxFeeAgeBlocks: bigint
}

/** Of an account of a contract of evidence, in the order of its enum: for no report, a proven one, a signed and proven one. */
export const evidenceKinds = ['none', 'proven', 'both'] as const

export type EvidenceKind = (typeof evidenceKinds)[number]
