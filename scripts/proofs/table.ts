import type { Verdict } from './prove.ts'
import type { Statement } from './statements.ts'

/** What came of a statement. */
export interface Result extends Statement {
  readonly result: Verdict['kind']
  readonly seconds: number
  /** Why it is not proven: inputs that break it, or what stopped the proof. */
  readonly why: string
}

export function toResult(statement: Statement, verdict: Verdict, seconds: number): Result {
  const { contract, name, property } = statement
  return {
    contract,
    name,
    property,
    result: verdict.kind,
    seconds,
    why: reason(verdict),
  }
}

function reason(verdict: Verdict): string {
  if (verdict.kind === 'proven') return ''
  if (verdict.kind === 'unproven') return verdict.why
  const inputs = [...verdict.inputs].filter(([, value]) => value !== 0n)
  return `breaks with ${inputs.map(([name, value]) => `${name} = ${value}`).join(', ')}`
}

const start = '<!-- written by npm run prove -- --write -->'
const end = '<!-- end -->'

/** The page with the results in the place of its table. */
export function placeTable(page: string, results: readonly Result[]): string {
  const rows = results.map(
    ({ contract, name, property, result, seconds }) =>
      `| \`${contract}\` | \`${name}\` | ${property} | ${result} | ${seconds.toFixed(1)} |`,
  )
  const table = [
    '| contract | statement | property | result | seconds |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
  const [before, after] = cut(page)
  return `${before}${start}\n\n${table}\n\n${end}${after}`
}

/** What the page says of each statement. */
export function readTable(page: string): Map<string, string> {
  const [before, after] = cut(page)
  const table = page.slice(before.length, page.length - after.length)
  return new Map(
    [...table.matchAll(/^\| `(\w+)` \| `(\w+)` \| P-\d+ \| (\w+) \|/gm)].map(
      ([, contract, name, result = '']) => [`${contract}.${name}`, result],
    ),
  )
}

function cut(page: string): [before: string, after: string] {
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no place for the table: ${start}`)
  return [page.slice(0, from), page.slice(to + end.length)]
}
