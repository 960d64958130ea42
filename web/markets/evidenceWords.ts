import { formatUnits } from 'viem'
import {
  type ComparedFigure,
  compareFigures,
  compareTargets,
} from '../../governance/compareEvidence.ts'
import type { EvidenceKind, UpdateEvidence } from '../../query/index.ts'

const meanings: Readonly<Record<EvidenceKind, string>> = {
  signed: 'Reporters signed what they measured.',
  proven: 'A contract measured it for itself on chain; nobody signed it.',
  both: 'Reporters signed it, and a contract measured it and found it the same within the voted tolerances.',
}

/** What a kind of evidence means. */
export function explainKind(kind: EvidenceKind): string {
  return meanings[kind]
}

/** How far a push's target is from what the index measured at the same time. */
export function describeDistance(largestTargetPips: bigint | undefined): string {
  if (largestTargetPips === undefined) return 'the index has nothing to compare'
  if (largestTargetPips === 0n) return 'as the index measured'
  return `at most ${formatUnits(largestTargetPips, 4)} % from the index`
}

/** Every figure and every parameter of both sides; undefined: the index has no observation of the time. */
export function listCompared(evidence: UpdateEvidence): ComparedFigure[] | undefined {
  const { own, difference } = evidence
  if (own === undefined || difference === undefined) return undefined
  const compared = { ...evidence, own, difference }
  const targets = compareTargets(compared).map(
    ({ name, reported, own, apart }): ComparedFigure => ({
      name: `model's ${name}`,
      reported,
      own,
      apart,
    }),
  )
  return [...compareFigures(compared), ...targets]
}
