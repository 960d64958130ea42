import { formatClock, formatDay, formatEndClock } from './figures.ts'
import { formatCharts } from './formatCharts.ts'
import { formatParameters } from './formatParameters.ts'
import { formatPush, formatReplicas, formatVaults } from './formatTables.ts'
import type { Frame, Status } from './frame.ts'
import { layOut, type Style } from './layOut.ts'

export interface FrameOptions {
  columns: number
  color: boolean
}

const MAX_LINES = 22

const statusTexts: Readonly<Record<Status, readonly [text: string, style: Style]>> = {
  Unknown: ['Unknown: no value yet', 'dim'],
  Active: ['Active', 'green'],
  Stale: ['Stale: the fallback counts', 'yellow'],
  Halted: ['Halted: the fallback counts', 'red'],
  Fallback: ['Fallback: set by the guardian', 'red'],
}

/** The whole system at one moment, on 22 lines at most, none longer than `columns`. Made for 80 and more. */
export function formatFrame(frame: Frame, { columns, color }: FrameOptions): string[] {
  const { fromAt, toAt, status } = frame
  const [text, style] = statusTexts[status]
  const span = `${formatDay(fromAt)}, ${formatClock(fromAt)} to ${formatEndClock(toAt)} UTC`
  const above = [
    layOut(
      [
        { text: ` ${'Gimbal'.padEnd(15)}`, style: 'bold' },
        { text: text.padEnd(29), style },
        { text: span },
      ],
      columns,
      color,
    ),
    ...formatCharts(frame, columns, color),
    '',
    ...formatParameters(frame, columns, color),
    '',
    formatPush(frame, columns, color),
  ]
  const below = ['', ...formatVaults(frame.vaults.slice(0, 2), columns, color)]
  const room = MAX_LINES - above.length - below.length - 1
  const replicas = formatReplicas(frame.replicas.slice(0, room), columns, color)
  return [...above, ...replicas, ...below]
}
