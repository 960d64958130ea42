import { formatUnits } from 'viem'
import { formatUtc } from '../../client/formatUtc.ts'
import {
  type ComparedFigure,
  compareFigures,
  compareTargets,
  isSameEvidence,
} from '../../governance/index.ts'
import type { EvidenceKind, UpdateEvidence } from '../../query/index.ts'
import type { EvidenceOutline } from './readEvidence.ts'

const meanings: Readonly<Record<EvidenceKind, string>> = {
  signed: 'signed by reporters',
  proven: 'proven, measured by a contract',
  both: 'both, signed by reporters and measured by a contract',
}

/** The part of a market's page that tells where its latest evidence is from, and what the index measured itself. */
export function describeEvidence(evidence: UpdateEvidence): Record<string, unknown> {
  const { kind, own, difference, kept } = evidence
  const meaning = {
    'kind of evidence': meanings[kind],
    ...(kept !== undefined && {
      'averages kept by': kept.reporter,
      'averages hold': `${formatUtc(kept.firstSegmentEndAt)} to ${formatUtc(kept.segmentEndAt)}`,
    }),
  }
  if (own === undefined || difference === undefined) {
    const reason = 'nothing to compare: it has no observation of that time'
    return { ...meaning, 'beside the index': reason }
  }
  if (isSameEvidence({ difference })) return { ...meaning, 'beside the index': 'the same figures' }
  const compared = { ...evidence, own, difference }
  return {
    ...meaning,
    'beside the index': {
      evidence: listPairs(compareFigures(compared)),
      'what the model makes of it': listPairs(compareTargets(compared)),
      'farthest apart': formatLargest(difference.largestTargetPips),
    },
  }
}

function listPairs(figures: readonly ComparedFigure[]): Record<string, string> {
  return Object.fromEntries(
    figures.map(({ name, reported, own, apart }) => [
      name,
      reported === own && apart === '0 %'
        ? `${reported}, the same`
        : `${reported}, index ${own}, ${apart}`,
    ]),
  )
}

function formatLargest(pips: bigint | undefined): string {
  return pips === undefined ? 'not known' : `${formatUnits(pips, 4)} %`
}

/** What a history adds to an update: its kind, and how far its target is from the index's own. */
export function outlineEvidence({ kind, largestTargetPips }: EvidenceOutline): string {
  if (largestTargetPips === undefined) return kind
  if (largestTargetPips === 0n) return `${kind}, as the index`
  return `${kind}, at most ${formatLargest(largestTargetPips)} from the index`
}
