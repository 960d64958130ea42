import { fitFigure } from '../io/fitFigure.ts'
import { fitGwei, fitPerDay, formatClock } from './figures.ts'
import { fitWords } from './fitText.ts'
import type { Frame } from './frame.ts'
import { layOut } from './layOut.ts'

const COLUMNS = 120

/** One moment in one line for a log: at most 120 columns, figures below figures. */
export function formatLine(frame: Frame): string {
  const { at, baseFeePerGas, depthUsd6, values, target, epochSec, status } = frame
  const perDay = (pips: bigint) => fitPerDay(pips, epochSec, 6)
  const depth = depthUsd6 === undefined ? '-' : `$${fitFigure(depthUsd6, 1e12, 1, 6).trim()} M`
  const asked = target === undefined ? '-' : perDay(target.aggressivenessPips).trim()
  const start = [
    formatClock(at),
    ...(status === 'Active' ? [] : [`  ${status}`]),
    `  gas ${fitGwei(baseFeePerGas, 6)} gwei`,
    `  depth ${depth.padStart(7)}`,
    `  aggressiveness ${perDay(values.aggressivenessPips)} %/day${` (asked ${asked})`.padEnd(13)}`,
    `  band ${`+-${fitFigure(values.bandPips, 1e4, 2, 6).trim()} %`.padStart(8)}`,
  ]
  const room = COLUMNS - start.join('').length - 2
  const items = [...start, `  ${fitWords(describePush(frame), room)}`]
  return layOut(
    items.map((text) => ({ text })),
    COLUMNS,
    false,
  )
}

function describePush({ lastPush }: Frame): string {
  return lastPush === undefined
    ? 'no push yet'
    : `push ${formatClock(lastPush.at)} ${lastPush.reason}`
}
