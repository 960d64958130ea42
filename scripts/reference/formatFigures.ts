import { wrapWords } from '../../cli/io/wrapWords.ts'
import type { CarryFigures, CarryTerms } from './runCarry.ts'
import type { DayFigures } from './runDay.ts'
import type { MixFigures } from './runMix.ts'
import type { StraddleRow, StraddleRuleId } from './studyFigures.ts'
import { straddleRuleIds } from './studyFigures.ts'

const COLUMNS = 150

const straddleTitles: Readonly<Record<StraddleRuleId, string>> = {
  'clock-8h': 'every 8 h',
  'clock-24h': 'every day',
  'clock-72h': 'every 3 days',
  'band-10': 'band 10 %',
  'band-20': 'band 20 %',
  'band-40': 'band 40 %',
  'whalley-wilmott': 'Whalley-Wilmott',
  simple: "the study's rule",
}

/** The table of the constant mix, and what it comes to. */
export function formatMix(cells: readonly MixFigures[]): string {
  const head = [
    'portfolio',
    'risk aversion',
    'the model',
    'best fixed rule',
    'never trading',
    'fixed less model, 90 %',
    'the model is',
  ]
  const rows = cells.map((cell) => [
    formatUsd(cell.navUsd),
    String(cell.riskAversion),
    formatBp(cell.modelBpYear),
    `${formatBp(cell.bestBpYear)} (${cell.bestId})`,
    formatBp(cell.holdBpYear),
    `${formatBp(cell.lowBpYear)} to ${formatBp(cell.highBpYear)}`,
    cell.verdict,
  ])
  const count = (test: (cell: MixFigures) => boolean) => cells.filter(test).length
  const lower = count((cell) => cell.modelBpYear < cell.bestBpYear)
  const verdicts = (['better', 'worse', 'no difference shown', 'too short to judge'] as const)
    .map((verdict) => `${verdict} in ${count((cell) => cell.verdict === verdict)}`)
    .join(', ')
  const hold = count((cell) => cell.holdBpYear < cell.modelBpYear)
  return paragraphs([
    formatTable(head, rows),
    `Against the fixed rule that was best in hindsight, the model's J is lower in ${lower} of ${cells.length} cases and higher in ${cells.length - lower}. ` +
      `With its 90 % interval it is ${verdicts}. Never trading is below the model in ${hold}.`,
  ])
}

/** The table of the straddles; the last figure of a row is that of the model as a vault follows it. */
export function formatStraddles(
  rows: readonly StraddleRow[],
  ownRefill: readonly StraddleRow[],
): string {
  const titles = [
    ...straddleRuleIds.map((id) => straddleTitles[id]),
    'the model as a vault follows it',
  ]
  const cells = rows.map(({ notionalUsd, riskAversionE4, jBpYear }) => [
    formatUsd(notionalUsd),
    String(riskAversionE4 / 1e4),
    ...jBpYear.map(formatWhole),
  ])
  return paragraphs([
    formatTable(['notional', 'risk aversion', ...titles], cells),
    sayRows(rows, 'simple', "The study's rule"),
    sayRows(rows, 'policy', 'The model as a vault follows it'),
    sayRows(ownRefill, 'simple', "With the backtester's own refill, the study's rule"),
    sayRows(
      ownRefill,
      'policy',
      "With the backtester's own refill, the model as a vault follows it",
    ),
  ])
}

/** Where a rule is the best, and to which plain rule it loses. */
function sayRows(rows: readonly StraddleRow[], id: 'simple' | 'policy', subject: string): string {
  const plain = straddleRuleIds.filter((other) => other !== 'simple')
  const lost = rows.flatMap(({ notionalUsd, riskAversionE4, jBpYear }) => {
    const own = jBpYear[id === 'simple' ? straddleRuleIds.indexOf('simple') : jBpYear.length - 1]
    const best = plain.toSorted(
      (a, b) => readJ(jBpYear, a) - readJ(jBpYear, b),
    )[0] as StraddleRuleId
    if (own === undefined || own <= readJ(jBpYear, best)) return []
    const where = `${formatUsd(notionalUsd)} and ${riskAversionE4 / 1e4}`
    const figures = `${formatWhole(readJ(jBpYear, best))} against ${formatWhole(own)}`
    return [`${straddleTitles[best]} at ${where} (${figures})`]
  })
  const won = `${subject} has a lower J than each plain rule in ${rows.length - lost.length} of ${rows.length} rows.`
  return lost.length === 0 ? won : `${won} It loses to ${lost.join(', to ')}.`
}

function readJ(jBpYear: readonly number[], id: StraddleRuleId): number {
  return jBpYear[straddleRuleIds.indexOf(id)] as number
}

/** One line of the table of carries. */
export interface CarryLine extends CarryTerms {
  /** By market, in the order of its names. */
  figures: readonly CarryFigures[]
}

export function formatCarry(names: readonly string[], lines: readonly CarryLine[]): string {
  const head = ['leverage', 'top-up at', ...names.map((name) => `${name}, a year (liquidations)`)]
  const rows = lines
    .filter(({ timingDays }) => timingDays === undefined)
    .map(({ leverage, topUp, figures }) => [
      `${leverage}`,
      `${topUp}`,
      ...figures.map(({ growth, liquidations }) => `${formatPercent(growth)} (${liquidations})`),
    ])
  return paragraphs([formatTable(head, rows), sayTiming(names, lines)])
}

/** What leaving while the average funding is below 0 does, against staying. */
function sayTiming(names: readonly string[], lines: readonly CarryLine[]): string {
  const timed = lines.filter(({ timingDays }) => timingDays !== undefined)
  const always = lines.find(
    ({ leverage, topUp, timingDays }) =>
      timingDays === undefined && leverage === timed[0]?.leverage && topUp === timed[0]?.topUp,
  )
  const settings = timed.flatMap(({ figures }) =>
    figures.map(({ growth }, index) => growth - (always?.figures[index]?.growth ?? Number.NaN)),
  )
  const [lost, same] = [settings.filter((d) => d < 0), settings.filter((d) => d === 0)]
  const days = timed.map(({ timingDays }) => timingDays).join(', ')
  return (
    `Staying out while the average funding of ${days} days is below 0 (leverage ${timed[0]?.leverage}; ${names.join(' and ')}) ` +
    `loses in ${lost.length} of ${settings.length} settings, changes nothing in ${same.length}, and gains in ${settings.length - lost.length - same.length}.`
  )
}

export function formatDays(days: readonly DayFigures[]): string {
  const ids = days[0]?.rules.map(({ ruleId }) => ruleId) ?? []
  const head = ['day', ...ids.map((id) => (id === 'in-force' ? 'example policy' : id))]
  const rows = days.map(({ title, rules }) => [
    title,
    ...rules.map(
      ({ metrics }) => `${formatWhole(Number(metrics.jBpYear))} (${metrics.trades} trades)`,
    ),
  ])
  const verdicts = new Set(days.flatMap((day) => day.comparisons.map(({ verdict }) => verdict)))
  return paragraphs([
    formatTable(head, rows),
    `What the backtester says of each of these comparisons: ${[...verdicts].join(', ')}.`,
  ])
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_, index) => (index === 0 ? ':--' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function paragraphs(parts: readonly string[]): string {
  const lines = parts.map((part) => (part.startsWith('|') ? [part] : wrapWords(part, COLUMNS)))
  return lines.map((part) => part.join('\n')).join('\n\n')
}

function formatWhole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function formatBp(value: number): string {
  return Math.abs(value) >= 100 ? formatWhole(value) : value.toFixed(1)
}

function formatPercent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

function formatUsd(usd: number): string {
  return `$${usd / 1e6}M`
}
