import { NOTHING_NEW } from '../../../../governance/completeDraft.ts'
import type { Issue } from '../../../../governance/errors.ts'

/** What is to be done about a draft before it can be proposed. */
export interface ToDo {
  /** What is not there yet. */
  missing: readonly Issue[]
  /** What is there and cannot stay. */
  wrong: readonly Issue[]
}

/** Nothing, or a text or a list of nothing, was found; or a change that is there and changes nothing yet. */
export function isMissing({ got }: Issue): boolean {
  return ['nothing', '""', '[]', NOTHING_NEW].includes(got)
}

/** What is to be done about an issue, in words. */
export function sayIssue(issue: Issue): string {
  const { got, allowed } = issue
  if (got === NOTHING_NEW) {
    return 'nothing is different yet: give a value other than the one in force, or remove the change'
  }
  return isMissing(issue) ? allowed : `got ${got}, allowed is ${allowed}`
}

export function sortIssues(issues: readonly Issue[]): ToDo {
  return {
    missing: issues.filter(isMissing),
    wrong: issues.filter((issue) => !isMissing(issue)),
  }
}

/**
 * The issues of one change: those of its fields, by path within the change, and those that are of no field that is shown.
 *
 * @param fields - The paths that are shown: `bounds.max.band`, `rationale`.
 */
export function splitIssues(
  issues: readonly Issue[],
  index: number,
  fields: ReadonlySet<string>,
): { byField: ReadonlyMap<string, Issue>; others: readonly Issue[] } {
  const begin = `changes.${index}.`
  const byField = new Map<string, Issue>()
  const others: Issue[] = []
  for (const issue of issues) {
    if (!issue.path.startsWith(begin) && issue.path !== begin.slice(0, -1)) continue
    const path = issue.path.slice(begin.length)
    if (!fields.has(path)) others.push(issue)
    else if (!byField.has(path)) byField.set(path, issue)
  }
  return { byField, others }
}

/** A count in words, for readers of screens: `2 values to correct, 1 to fill in`. */
export function countToDo({ missing, wrong }: ToDo): string {
  const parts = [
    wrong.length > 0 ? `${wrong.length} to correct` : '',
    missing.length > 0 ? `${missing.length} to fill in` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'The draft is complete' : parts.join(', ')
}
