import { wrapWords } from '../io/wrapWords.ts'
import { formatClock, formatDay, formatEndClock } from './figures.ts'
import { fitWords } from './fitText.ts'
import { formatCharts } from './formatCharts.ts'
import { formatParameters, parameterLabels } from './formatParameters.ts'
import {
  formatPush,
  formatReplicas,
  formatVaults,
  replicaLabels,
  vaultLabels,
} from './formatTables.ts'
import type { Frame, Status } from './frame.ts'
import { layOut, type Style } from './layOut.ts'

export interface FrameOptions {
  columns: number
  color: boolean
  /** Of the terminal; its last one is for the cursor. Without, all lines are made. */
  rows?: number
}

/** A part of the frame, which is shown whole or named as missing. */
interface Section {
  name: string
  lines: readonly string[]
  /** The contents that its lines show if they are wide enough, each with the text that proves it is shown. */
  labels: readonly (readonly [label: string, mark: string])[]
}

const MAX_LINES = 24
/** As many as a run has. */
const MAX_VAULTS = 4
/** The size at which nothing is missing. */
const wanted = { columns: 80, rows: 24 }

const statusTexts: Readonly<Record<Status, readonly [text: string, style: Style]>> = {
  Unknown: ['Unknown: no value yet', 'dim'],
  Active: ['Active', 'green'],
  Stale: ['Stale: the fallback counts', 'yellow'],
  Halted: ['Halted: the fallback counts', 'red'],
  Fallback: ['Fallback: set by the guardian', 'red'],
}

/**
 * The whole system at one moment, on 24 lines at most, none longer than `columns`. Made for 80 columns and 24 rows. On
 * a smaller terminal blank lines go first, then whole parts; what is missing is named below.
 */
export function formatFrame(frame: Frame, options: FrameOptions): string[] {
  const { columns, rows } = options
  const room = rows === undefined ? Number.POSITIVE_INFINITY : Math.max(1, rows - 1)
  const shown = formatSections(frame, options)
  const hidden: string[] = []
  for (;;) {
    const lines = shown.flatMap((section) => section.lines)
    const dense = lines.filter((line) => line !== '')
    const missing = [...shown.flatMap(listMissing), ...hidden]
    const notice = missing.length === 0 ? [] : formatNotice(missing, columns)
    for (const made of [lines, dense]) {
      if (made.length + notice.length <= room) return [...made, ...notice]
    }
    const last = shown.pop()
    // Too low for the very first line, too.
    if (last === undefined) return notice.slice(0, room)
    hidden.unshift(last.name)
  }
}

function listMissing({ lines, labels }: Section): string[] {
  const text = lines.join('\n')
  return labels.filter(([, mark]) => !text.includes(mark)).map(([label]) => label)
}

function formatNotice(missing: readonly string[], columns: number): string[] {
  const size = `${wanted.columns} columns and ${wanted.rows} rows show all`
  const text = `${size}; no room for: ${missing.join(', ')}`
  const lines = wrapWords(text, columns - 1).map((line) => ` ${line}`)
  return lines.every(({ length }) => length <= columns) ? lines : [fitWords(text, columns)]
}

function formatSections(frame: Frame, { columns, color }: FrameOptions): Section[] {
  const { fromAt, toAt, status, replicas, vaults } = frame
  const [text, style] = statusTexts[status]
  const span = `${formatDay(fromAt)}, ${formatClock(fromAt)} to ${formatEndClock(toAt)} UTC`
  const title = [
    { text: ` ${'Gimbal'.padEnd(15)}`, style: 'bold' as const },
    { text: text.padEnd(29), style },
    { text: span },
  ]
  const mark = (label: string) => [label, label] as const
  const above: Section[] = [
    { name: 'title', lines: [layOut(title, columns, color)], labels: [['day', span]] },
    {
      name: 'market',
      lines: formatCharts(frame, columns, color),
      labels: ['ether', 'block'].map(mark),
    },
    {
      name: 'parameters',
      lines: ['', ...formatParameters(frame, columns, color)],
      labels: parameterLabels.map(mark),
    },
    // Its blank line makes room for the proven market's.
    {
      name: 'pushes',
      lines: [...(frame.proven === undefined ? [''] : []), formatPush(frame, columns, color)],
      labels: [],
    },
  ]
  const below: Section = {
    name: 'vaults',
    lines: [
      '',
      ...formatVaults(vaults.slice(0, MAX_VAULTS), columns, color),
      ...countMore(vaults.length - MAX_VAULTS, 'vaults', columns),
    ],
    labels: vaultLabels.map(mark),
  }
  const used = [...above, below].flatMap(({ lines }) => lines).length
  return [...above, formatReplicaSection(replicas, MAX_LINES - used - 1, columns, color), below]
}

/** As many as there is room for, and how many there are beyond. */
function formatReplicaSection(
  replicas: Frame['replicas'],
  room: number,
  columns: number,
  color: boolean,
): Section {
  const count = replicas.length <= room ? replicas.length : room - 1
  return {
    name: 'replicas',
    lines: [
      ...formatReplicas(replicas.slice(0, count), columns, color),
      ...countMore(replicas.length - count, 'replicas', columns),
    ],
    labels: replicaLabels.map((label) => [label, label]),
  }
}

function countMore(count: number, what: string, columns: number): string[] {
  return count <= 0 ? [] : [layOut([{ text: ` and ${count} more ${what}` }], columns, false)]
}
