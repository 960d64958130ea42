import { typeCommand, typeHints, wrapCommand } from '../program/typedCommand.ts'
import { describePositions, tabulatePositions } from './comparePositions.ts'
import { describeVaults, tabulateVaults } from './compareVaults.ts'
import { describeRun, type Fact } from './describeRun.ts'
import { wrapPlain } from './fitText.ts'
import type { AnySummary, RunSummary } from './frame.ts'
import { type Item, layOut } from './layOut.ts'
import { type Check, listChecks } from './listChecks.ts'
import { describeSides, tabulateSides } from './proven/describeSides.ts'

const COLUMNS = 80
const NAME = 16

interface SummaryOptions {
  color: boolean
  /** What a command needs to find the stack of this run again: `--dir FOLDER`, or nothing. */
  folderArgs: readonly string[]
}

/** The result of a run as text: at most 80 columns, but a URL is not broken. */
export function formatSummary(summary: AnySummary, { color, folderArgs }: SummaryOptions): string {
  const checks = listChecks(summary)
  const failed = checks.filter(({ isOk }) => !isOk).length
  const verdict: Item =
    failed === 0
      ? { text: `Checks: all ${checks.length} passed`, style: 'green' }
      : { text: `Checks: ${failed} of ${checks.length} FAILED`, style: 'red' }
  const [table, texts] =
    'portfolio' in summary
      ? [tabulatePositions(summary.vaults), describePositions(summary)]
      : [tabulateVaults(summary.vaults), describeVaults(summary)]
  return [
    title('Look at it in a browser', color),
    `  ${summary.urls.console}`,
    '',
    title('What happened', color),
    ...describeRun(summary).flatMap(formatFact),
    '',
    ...table,
    '',
    ...paragraphs(texts),
    ...tabulateSides(summary.sideBySide),
    '',
    ...paragraphs(describeSides(summary.sideBySide)),
    layOut([verdict], COLUMNS, color),
    ...checks.flatMap((check) => formatCheck(check, color)),
    '',
    title('Try next', color),
    ...suggest(summary, folderArgs),
    '',
  ].join('\n')
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...wrapPlain(typeHints(text), COLUMNS), ''])
}

/** A heading. */
export function title(text: string, color: boolean): string {
  return layOut([{ text, style: 'bold' }], COLUMNS, color)
}

/** A fact with its name, on lines of at most 80 columns. */
export function formatFact([name, ...texts]: Fact): string[] {
  return texts
    .flatMap((text) => wrapPlain(typeHints(text), COLUMNS - NAME))
    .map((line, index) => `${(index > 0 ? '' : name).padEnd(NAME)}${line}`.trimEnd())
}

/** A check, and what failed of it. */
export function formatCheck({ isOk, text, details }: Check, color: boolean): string[] {
  const label: Item = isOk ? { text: 'ok', style: 'green' } : { text: 'FAILED', style: 'red' }
  const width = COLUMNS - 8
  const [first = '', ...rest] = wrapPlain(text, width)
  const below = [...rest, ...details.flatMap((detail) => wrapPlain(`- ${detail}`, width))]
  return [
    layOut([label, { text: ' '.repeat(8 - label.text.length) }, { text: first }], COLUMNS, color),
    ...below.map((line) => `${' '.repeat(8)}${line}`),
  ]
}

function suggest(
  { market, sideBySide, urls }: RunSummary,
  folderArgs: readonly string[],
): string[] {
  const [metrics] = urls.metrics
  const commands = [
    typeCommand('verify', 'latest', ...folderArgs),
    typeCommand('params', 'get', market, ...folderArgs),
    typeCommand('params', 'get', sideBySide.proven.market, ...folderArgs),
    typeCommand('proposals', 'list', ...folderArgs),
    ...(metrics === undefined ? [] : [`curl -s ${metrics}`]),
  ].flatMap((line) => wrapCommand(line, COLUMNS))
  return [
    ...commands,
    ...[
      ['chain', [urls.rpc]] as const,
      ['queries', [urls.graphql]] as const,
      ['metrics', urls.metrics] as const,
      ['ready', urls.ready] as const,
    ].flatMap(([name, list]) =>
      list.map((url, index) => `  ${(index > 0 ? '' : name).padEnd(NAME)}${url}`),
    ),
  ]
}
