import type { Address } from 'viem'

/** Which evidence a market takes before and after a change, and who measures it afterwards. */
export interface EvidenceDiff {
  /** `signed`, `proven`, `either`, `both`, or `none` where no push can reach the threshold; undefined for a market that is added. */
  from?: string
  to: string
  /** The contracts of evidence among the reporters afterwards. */
  contracts: readonly EvidenceContract[]
}

/** A contract of evidence, as a voter reads it. */
export interface EvidenceContract {
  address: Address
  /** `proven`: it measures alone; `both`: it confirms what others sign. */
  kind: 'proven' | 'both'
  /** Settings, what it remembers, and the rings of its pools; each in words. */
  facts: readonly EvidenceFact[]
}

export interface EvidenceFact {
  name: string
  text: string
}

/** A kind of evidence in a sentence. */
export const evidenceMeanings: Readonly<Record<string, string>> = {
  signed: 'reporters sign what they measured, and are believed',
  proven: 'a contract measures, anybody pushes, and nobody signs',
  either: 'what reporters sign or what a contract measures; the weaker of the two decides',
  both: 'reporters sign, and a contract confirms what it measures itself',
  none: 'no push can reach the threshold',
}
