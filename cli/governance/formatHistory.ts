import { wrapText } from '../../core/index.ts'
import { outlineEvidence } from './describeEvidence.ts'
import type { HistoryEntry } from './listHistory.ts'

/**
 * The history of a market: for each event its time in UTC, what happened and by which proposal, then what
 * it changed. Of an update, which kind of evidence it had, where the index tells.
 *
 * @param nameProposal - The short id of a proposal.
 */
export function formatHistory(
  entries: readonly HistoryEntry[],
  nameProposal: (id: bigint) => string,
  columns: number,
): string[] {
  return entries.flatMap(({ at, text, changes, proposalId, evidence }) => {
    const time = new Date(Number(at) * 1_000).toISOString().replace('T', ' ').slice(0, 19)
    const by = proposalId === undefined ? '' : `, by proposal ${nameProposal(proposalId)}`
    const outline = evidence === undefined ? '' : ` (${outlineEvidence(evidence)})`
    return [
      ...wrapText(`${time} UTC  ${text}${by}${outline}`, columns, '  '),
      ...changes.flatMap(({ label, from, to }) =>
        wrapText(`  ${label}: ${from} -> ${to}`, columns, '    '),
      ),
    ]
  })
}
