import type { AnySummary } from './frame.ts'

/** The same on one line for programs; large integers as decimal text. */
export function formatSummaryJson(summary: AnySummary): string {
  return `${JSON.stringify(summary, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}\n`
}
