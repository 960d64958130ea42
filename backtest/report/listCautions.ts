import type { BacktestResult } from '../result.ts'

/** What is peculiar to a result and may mislead, in whole sentences. */
export function listCautions({ inputs, markets }: BacktestResult): string[] {
  return [
    ...(inputs.isAddition
      ? ['The market is new: "in force" stands for the example settings of a local stack.']
      : []),
    ...(inputs.isWhatIf ? ['What-if: a latency of 0 blocks was allowed, which nobody has.'] : []),
    ...saySpan(markets),
    ...sayCoarse(markets),
  ]
}

const DAY_SEC = 86_400
const YEAR_DAYS = 365.25
/** Shorter stretches say little of a year. */
const SHORT_DAYS = 60

/** Nine hours as a year: what was paid is multiplied by a thousand. */
function saySpan([market]: BacktestResult['markets']): string[] {
  if (market === undefined) return []
  const days = (Date.parse(market.to) - Date.parse(market.from)) / 1_000 / DAY_SEC
  if (days >= SHORT_DAYS || days <= 0) return []
  const times = Math.round(YEAR_DAYS / days).toLocaleString('en-US')
  const span = days < 2 ? `${(days * 24).toFixed(1)} hours` : `${days.toFixed(0)} days`
  return [
    `Figures a year are those of ${span} times ${times}: they compare the rules in that time, and forecast nothing.`,
  ]
}

/** A segment of an index, seconds: rows farther apart have no figures in between. */
const SEGMENT_SEC = 120

/** Where the rows are farther apart than segments, what happened in between is not seen, and no rule answers to it. */
function sayCoarse(markets: BacktestResult['markets']): string[] {
  return markets.flatMap(({ title, from, to, rows }) => {
    const stepSec = (Date.parse(to) - Date.parse(from)) / 1_000 / Math.max(1, rows - 1)
    if (stepSec <= SEGMENT_SEC) return []
    return [
      `The rows of "${title}" are ${formatSpan(stepSec)} apart: the figures of a row stand until the next, and what happened in between is not seen.`,
    ]
  })
}

function formatSpan(sec: number): string {
  return sec < 7_200 ? `${Math.round(sec / 60)} min` : `${Math.round(sec / 3_600)} h`
}
