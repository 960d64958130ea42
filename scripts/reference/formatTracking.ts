import type { TrackingFigures, TrackingRow } from './tracking/runTracking.ts'

const head = ['market', 'book', 'band', 'mean of half an hour', '1 s', '10 s', '60 s']
const MARKED = 3

/** The table of docs/prices.md, section "What it is worth to a hedge", and what it comes to. */
export function formatTracking(rows: readonly TrackingRow[]): string {
  return [
    formatRow(head),
    formatRow(head.map((_, at) => (at < MARKED ? ':--' : '--:'))),
    ...rows.map(({ market, book, bandPercent, figures }) =>
      formatRow([market, book, `${bandPercent} %`, ...figures.map(formatCell)]),
    ),
    '',
    ...sayBest(rows),
  ].join('\n')
}

function formatCell({ errorPercent, lostBp, costBp, trades }: TrackingFigures): string {
  const whole = [lostBp, costBp].map((bp) => `${Math.round(bp) + 0}`)
  return `${errorPercent.toFixed(2)} / ${whole.join(' / ')} (${trades})`
}

/** By how much the error falls at each band, and whether what is not lost pays for the trades. */
function sayBest(rows: readonly TrackingRow[]): string[] {
  const bands = [...new Set(rows.map(({ bandPercent }) => bandPercent))]
  const falls = bands.map((band) => {
    const shares = rows
      .filter(({ bandPercent }) => bandPercent === band)
      .map(({ figures: [mean, signed] }) => (mean?.errorPercent ?? 0) / (signed?.errorPercent ?? 1))
    const [low, high] = [Math.min(...shares), Math.max(...shares)].map((share) => share.toFixed(1))
    return `${low} to ${high} times at a band of ${band} %`
  })
  const sum = ({ lostBp, costBp }: TrackingFigures) => lostBp + costBp
  const paid = rows.filter(({ figures: [mean, signed] }) => {
    return mean !== undefined && signed !== undefined && sum(signed) < sum(mean)
  })
  const losses = rows.filter(({ figures: [mean, signed] }) => {
    return (signed?.lostBp ?? 0) < (mean?.lostBp ?? 0)
  })
  return [
    `With a signed price a second old the error is smaller: ${falls.join(', ')}.`,
    `Less is lost by it in ${losses.length} of ${rows.length} cases; loss and cost together are smaller in ${paid.length} of ${rows.length}.`,
  ]
}

function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
