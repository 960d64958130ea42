import { showLines, showText } from '../core/showText.ts'
import { cutText, measureColumns, wrapText } from '../core/wrapText.ts'
import { formatVotes, isDanger, type ProposalPage, type ProposalTimes } from './describeProposal.ts'
import type { FieldDiff } from './diffFields.ts'
import type { MarketDiff, ModelDiff } from './diffProposal.ts'
import { type EvidenceDiff, evidenceMeanings } from './evidenceDiff.ts'
import type { RemoteDiff } from './remote/diffRemote.ts'
import { nameChain, sayBefore, sayElsewhere, sayRemote } from './remote/sayRemote.ts'

const WIDTH = 80
const INDENT = '  '
/** Begins each line of what a proposer or a voter wrote, so that none of it reads as a line of ours. */
const QUOTE = '| '
const TITLE = 'Proposal: '
/** A document's title has 120 characters at most; one on chain may have any number. */
const MAX_TITLE_COLUMNS = 3 * (WIDTH - TITLE.length)

/**
 * The page as plain text of 80 columns. What people wrote is quoted: each of its lines begins with `| `. Dangers come
 * first, and once more at the end.
 *
 * @param timeZone - Of the reader, as IANA names it: `Europe/Berlin`. Times are shown in UTC and in this zone.
 * @throws RangeError for a time zone that is unknown.
 */
export function formatProposalPage(
  page: ProposalPage,
  { timeZone = 'UTC' }: { timeZone?: string } = {},
): string {
  const { title, summary, stateText, warnings, times, tally, changes } = page
  const heading = `${TITLE}${cutText(showText(title), MAX_TITLE_COLUMNS)}`
  const alarms = warnings.map((warning) => wrapText(showText(`!! ${warning}`), WIDTH, '   '))
  const sections = [
    [
      ...wrapText(heading, WIDTH, ' '.repeat(TITLE.length)),
      '='.repeat(Math.min(WIDTH, measureColumns(heading))),
    ],
    alarms.flat(),
    [...wrapText(stateText, WIDTH), ...formatTimes(times, timeZone)],
    formatElsewhere(changes),
    formatTally(tally),
    quote(summary),
    ...changes.map((change) => formatChange(change, timeZone)),
    formatVoters(page),
    formatHashes(page),
    // A long text has moved them out of sight.
    alarms.filter((_, index) => isDanger(warnings[index])).flat(),
  ]
  const filled = sections.filter((lines) => lines.some((line) => line !== ''))
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** The changes of a diff as the page shows them: 80 columns, an empty line between two. */
export function formatChanges(diff: readonly MarketDiff[]): string {
  return diff.map((change) => formatChange(change, 'UTC').join('\n')).join('\n\n')
}

function formatHashes({ documentHash, backtestHash }: ProposalPage): string[] {
  return [
    ...(documentHash === undefined ? [] : [`Document ${documentHash}`]),
    backtestHash === undefined
      ? 'Not backtested: the description names no result.'
      : `Backtest ${backtestHash}`,
  ]
}

const timeLabels: Readonly<Record<keyof ProposalTimes, string>> = {
  createdAt: 'Proposed',
  snapshotAt: 'Votes counted as of',
  startAt: 'Voting opens',
  endAt: 'Voting closes',
  etaAt: 'May be executed',
  executedAt: 'Executed',
}

function formatTimes(times: ProposalTimes, timeZone: string): string[] {
  return (Object.keys(timeLabels) as (keyof ProposalTimes)[]).flatMap((name) => {
    const time = times[name]
    if (time === undefined) return []
    const utc = `${formatTime(time, 'UTC')} UTC`
    const own = timeZone === 'UTC' ? '' : ` (${formatTime(time, timeZone)} ${timeZone})`
    return [`${timeLabels[name].padEnd(20)} ${utc}${own}`]
  })
}

/** Which changes are for another chain: a long text must not hide that. */
function formatElsewhere(changes: readonly MarketDiff[]): string[] {
  return changes.flatMap(({ index, remote }) =>
    remote === undefined ? [] : wrapText(showText(sayElsewhere(index, remote)), WIDTH, '   '),
  )
}

function formatRemote(remote: RemoteDiff, timeZone: string): string[] {
  const say = (at: bigint) => `${formatTime(at, timeZone)} ${timeZone}`
  const before = sayBefore(remote)
  const where = `For another chain, ${nameChain(remote)}.`
  return [`${where} ${sayRemote(remote, say)}`, ...(before === undefined ? [] : [before])].flatMap(
    (text) => wrapText(`${INDENT}>> ${showText(text)}`, WIDTH, `${INDENT}   `),
  )
}

function formatTime(time: bigint, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(Number(time) * 1000))
}

const percent = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`

function formatTally(tally: ProposalPage['tally']): string[] {
  const line = (name: string, text: string, share: number) =>
    `${name.padEnd(20)} ${text.padStart(20)} ${percent(share).padStart(10)}`
  const { quorum, isQuorumReached } = tally
  return [
    line('For', tally.for.text, tally.for.share),
    line('Against', tally.against.text, tally.against.share),
    line('Abstain', tally.abstain.text, tally.abstain.share),
    `${line('Quorum', quorum.text, quorum.share)} ${isQuorumReached ? 'reached' : 'not reached'}`,
  ]
}

function formatChange(change: MarketDiff, timeZone: string): string[] {
  const { index, label, rationale, fields, model, evidence, remote } = change
  return [
    ...wrapText(`${index + 1}. ${label}`, WIDTH, INDENT),
    ...(remote === undefined ? [] : formatRemote(remote, timeZone)),
    ...quote(rationale, INDENT),
    ...fields.flatMap(formatField),
    ...model.flatMap(formatModel),
    ...(evidence === undefined ? [] : formatEvidence(evidence)),
  ]
}

/** Which kind of evidence the market takes, and who measures it. */
function formatEvidence({ from, to, contracts }: EvidenceDiff): string[] {
  const kinds = from === undefined || from === to ? to : `${from} -> ${to}`
  const meaning = evidenceMeanings[to]
  const line = (text: string, depth: number) =>
    wrapText(`${INDENT.repeat(depth)}${text}`, WIDTH, INDENT.repeat(depth + 1))
  return [
    '',
    ...line(`evidence that the market takes: ${kinds}`, 1),
    ...(meaning === undefined ? [] : line(meaning, 2)),
    ...contracts.flatMap(({ address, kind, facts }) => [
      '',
      ...line(`${address} ${kind === 'proven' ? 'measures alone' : 'confirms what is signed'}`, 1),
      ...facts.flatMap(({ name, text }) => line(`${name}: ${text}`, 2)),
    ]),
  ]
}

const ways = { up: 'higher is looser', down: 'lower is looser', neither: '' } as const

function formatField({ label, from, to, range, direction, looser }: FieldDiff): string[] {
  const said = [direction === 'neutral' ? '' : direction, ways[looser]].filter((way) => way !== '')
  const mark = said.length === 0 ? '' : ` (${said.join('; ')})`
  const place = range
    ? [
        `allowed ${range.min.text} to ${range.max.text}`,
        `at ${[from, to].flatMap((value) => (value?.place === undefined ? [] : [percent(value.place)])).join(' -> ')} of that range`,
      ].join('; ')
    : ''
  const change = from === undefined ? to.text : `${from.text} -> ${to.text}`
  return [
    '',
    ...wrapText(`${INDENT}${label}${mark}`, WIDTH, INDENT.repeat(2)),
    ...wrapText(`${INDENT.repeat(2)}${change}`, WIDTH, INDENT.repeat(3)),
    ...(place === '' ? [] : wrapText(`${INDENT.repeat(2)}${place}`, WIDTH, INDENT.repeat(3))),
  ]
}

function formatModel({ occasion, targets }: ModelDiff): string[] {
  const title = occasion === 'latest' ? 'the latest observation' : 'the worst recorded hour'
  return [
    '',
    `${INDENT}The model for ${title}:`,
    ...targets.flatMap(({ name, from, to, boundedFrom, boundedTo }) => {
      const [free, bounded] = [join(from, to), join(boundedFrom, boundedTo)]
      const withinBounds = free === bounded ? [] : [`within the bounds ${bounded}`]
      return wrapText(
        `${INDENT.repeat(2)}${name}: ${[free, ...withinBounds].join('; ')}`,
        WIDTH,
        INDENT.repeat(3),
      )
    }),
  ]
}

function join(from: { text: string } | undefined, to: { text: string }): string {
  if (from === undefined) return to.text
  return from.text === to.text ? `${to.text}, as before` : `${from.text} -> ${to.text}`
}

function formatVoters({ voters }: ProposalPage): string[] {
  return voters.flatMap(({ address, choice, votes, reason }) => [
    `${address} ${choice.padEnd(8)} ${formatVotes(votes)}`,
    ...(reason === undefined ? [] : quote(reason, INDENT)),
  ])
}

/** Quotes a text that somebody wrote, so that it cannot look like a part of the page. */
function quote(text: string, indent = ''): string[] {
  if (text === '') return []
  const begin = `${indent}${QUOTE}`
  return showLines(text)
    .split('\n')
    .flatMap((line) =>
      wrapText(line, WIDTH - begin.length).map((part) => `${begin}${part}`.trimEnd()),
    )
}
