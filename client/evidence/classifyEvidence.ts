/** What a reporter gives: `signer`: its signature; `proven`: a report it measures itself; `both`: it confirms what others sign. */
export type ReporterKind = 'signer' | 'proven' | 'both'

/**
 * Which evidence a market takes. `either`: signed or proven evidence alone is enough; `both`: a report has to be signed
 * and measured; `none`: no push can reach the threshold.
 */
export type MarketEvidence = 'signed' | 'proven' | 'either' | 'both' | 'none'

/**
 * Which evidence a market takes, by the kinds of its reporters and its threshold. A contract that measures vouches for
 * its own push only, so proven reporters and signers do not add up; a checker adds to the signers.
 */
export function classifyEvidence(
  kinds: readonly ReporterKind[],
  threshold: bigint | number,
): MarketEvidence {
  const count = (kind: ReporterKind) => kinds.filter((one) => one === kind).length
  const needed = Number(threshold)
  const takesProven = count('proven') >= needed
  const takesSigned = count('signer') >= needed
  if (takesProven) return takesSigned ? 'either' : 'proven'
  if (takesSigned) return 'signed'
  return count('both') > 0 ? 'both' : 'none'
}
