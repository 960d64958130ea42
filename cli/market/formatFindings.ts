import type { Finding } from '../../market/check/finding.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'

/** Two lines or more for each finding: its severity, name and place, and what it is. */
export function formatFindings(findings: readonly Finding[]): string[] {
  const columns = getColumns(process.stdout)
  return findings.flatMap(({ severity, name, file, text }) => [
    `${severity === 'refuse' ? 'REFUSED' : 'warning'}  ${name}${file === undefined ? '' : `, ${file}`}`,
    ...wrapWords(text, columns - 9).map((line) => `         ${line}`),
  ])
}
