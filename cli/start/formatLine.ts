import { fitFigure } from '../io/fitFigure.ts'
import { fitGwei, fitPerDay, formatClock } from './figures.ts'
import { fitWords } from './fitText.ts'
import type { Frame } from './frame.ts'

const COLUMNS = 80

/** A heading above the lines: at most 80 columns. */
export const lineHead = 'UTC       gwei  depth $M  aggressiveness   asked  band %  last push'

/** One moment in one line for a log, below `lineHead`: at most 80 columns, figures below figures. */
export function formatLine(frame: Frame): string {
  const { at, baseFeePerGas, depthUsd6, values, target, epochSec } = frame
  const asked = target === undefined ? '-' : fitPerDay(target.aggressivenessPips, epochSec, 6)
  const cells = [
    formatClock(at),
    fitGwei(baseFeePerGas, 7),
    depthUsd6 === undefined ? '-'.padStart(8) : fitFigure(depthUsd6, 1e12, 1, 8),
    `${fitPerDay(values.aggressivenessPips, epochSec, 8)} %/day`,
    asked.padStart(6),
    fitFigure(values.bandPips, 1e4, 2, 6),
  ]
  const start = `${cells.join('  ')}  `
  return start + fitWords(describePush(frame), COLUMNS - start.length)
}

function describePush({ lastPush, status }: Frame): string {
  const push =
    lastPush === undefined ? 'none yet' : `${formatClock(lastPush.at)} ${lastPush.reason}`
  return status === 'Active' ? push : `${status}, ${push}`
}
