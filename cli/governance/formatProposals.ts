import { cutText, showText } from '../../core/index.ts'
import type { ProposalState } from '../../governance/index.ts'

/** A line of the list. */
interface ProposalRow {
  shortId: string
  state: ProposalState
  title: string
}

const LONGEST_STATE = 'succeeded'.length

/** A line for each proposal: short id, state, and as much of the title as `columns` hold. */
export function formatProposals(rows: readonly ProposalRow[], columns: number): string[] {
  if (rows.length === 0) return ['no proposals yet']
  return rows.map(({ shortId, state, title }) => {
    const head = `${shortId}  ${state.padEnd(LONGEST_STATE)}  `
    return `${head}${cutText(showText(title), Math.max(10, columns - head.length))}`.trimEnd()
  })
}
