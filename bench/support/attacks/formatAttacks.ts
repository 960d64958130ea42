import { computeRunsPerDay } from './costs.ts'
import { type AttackReport, compareSchedules, type Moved } from './report.ts'

/** Parts of docs/evidence.md by their names between marks. */
export function formatAttacks(report: AttackReport): Record<string, string> {
  return {
    'attacks-honest': formatHonest(report),
    attacks: formatLines(report),
    'attacks-settings': formatSettings(report),
    'attacks-moments': formatMoments(report),
    'attacks-costs': formatCosts(report),
    'attacks-runs': formatRuns(),
  }
}

function formatHonest({ honest: { observation, target } }: AttackReport): string {
  const depth = Number(observation.depthUsd6) / 1e12
  const price = Number(observation.nativePriceUsd6) / 1e6
  const variance = Number(observation.varianceWad) / 1e18
  return `Without an attack the push says: depth $${depth.toFixed(1)}M, ether $${price.toFixed(0)}, variance ${variance.toFixed(4)} a year, base fee ${(Number(observation.baseFeePerGas) / 1e9).toFixed(1)} gwei, blocks at most ${(Number(observation.gasUsedRatioPips) / 1e4).toFixed(1)} % full. The model makes of it: aggressiveness ${target.aggressivenessPips}, band ${target.bandPips}, guard ${target.guardPips} (millionths), interval ${target.intervalSec} s.`
}

const HEAD = [
  '| attack | depth | price | variance | base fee | aggressiveness | band | interval | guard |',
  '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
]

function formatLines({ lines }: AttackReport): string {
  return [...HEAD, ...lines.map(({ title, slots }) => formatLine(title, slots))].join('\n')
}

/** The attacks that one of the other two settings lets through. */
function formatSettings({ lines }: AttackReport): string {
  const find = (name: string) => {
    const line = lines.find((line) => line.name === name)
    if (line === undefined) throw new Error(`there is no attack ${name}`)
    return line
  }
  const boundary = find('thin-boundary')
  const [up, down] = [find('up-ten'), find('down-ten')]
  return [
    ...HEAD,
    formatLine(
      '99 % of the liquidity gone for one block; segments begin with a slot',
      boundary.slots,
    ),
    formatLine('the same; segments begin at whole minutes', boundary.minutes),
    formatLine('ether +10 % for ten blocks; variance cap 512', up.slots),
    formatLine('the same; no cap', up.uncapped),
    formatLine('ether −10 % for ten blocks; no cap', down.uncapped),
  ].join('\n')
}

function formatLine(title: string, moved: Moved): string {
  const { aggressivenessPips, bandPips, intervalSec, guardPips } = moved.target
  const cells = [moved.depth, moved.price, moved.variance, moved.baseFee, aggressivenessPips]
  const rest = [bandPips, intervalSec, guardPips]
  return `| ${[title, ...[...cells, ...rest].map(formatChange)].join(' | ')} |`
}

function formatMoments({ moments, schedules }: AttackReport): string {
  const { honest, chosen } = moments
  const often = compareSchedules(schedules.often, schedules.honest)
  const once = compareSchedules(schedules.once, schedules.honest)
  const ratio = (value: number) => formatChange(100 * (value - 1))
  return [
    '| who chooses | base fee against the mean of 30 blocks: mean, lowest | variance after an hour | usual depth |',
    '|---|--:|--:|--:|',
    `| nobody: a push in the first block of each epoch | ${ratio(honest.mean)}, ${ratio(honest.worst)} | as it is | as it is |`,
    `| the block of each push, and by \`measure\` that of the earlier fee | ${ratio(chosen.mean)}, ${ratio(chosen.worst)} | | |`,
    `| \`measure\` every six minutes as well | | ${formatChange(often.variance)} | ${formatChange(often.depthRef)} |`,
    `| one measurement at the end of the hour | | ${formatChange(once.variance)} | ${formatChange(once.depthRef)} |`,
  ].join('\n')
}

function formatCosts({ costs, honest }: AttackReport): string {
  const depth = Number(honest.observation.depthUsd6) / 1e12
  const { narrow9Usd, narrow99Usd, moveFeeUsd, moveLossUsd, entryGas } = costs
  return [
    `| what | at this pool, $${depth.toFixed(1)}M deep |`,
    '|---|--:|',
    `| capital for liquidity ×10 in the narrowest range, for 12 s | ${formatUsd(narrow9Usd)} |`,
    `| ... ×100 | ${formatUsd(narrow99Usd)} |`,
    `| ether by 10 %: the pool's fee, each way | ${formatUsd(moveFeeUsd)} |`,
    `| ... lost besides if others trade it back (1 %: a hundredth of it) | ${formatUsd(moveLossUsd)} |`,
    `| one more entry in the pool's memory | ${entryGas.toLocaleString('en')} gas |`,
  ].join('\n')
}

function formatRuns(): string {
  const shares = [0.05, 0.1, 0.25]
  const lengths = [2, 3, 5, 10]
  return [
    `| share of the stake | ${lengths.map((length) => `${length} slots`).join(' | ')} |`,
    `|---|${lengths.map(() => '--:').join('|')}|`,
    ...shares.map((share) => {
      const runs = lengths.map((length) => formatRate(computeRunsPerDay(share, length)))
      return `| ${share * 100} % | ${runs.join(' | ')} |`
    }),
  ].join('\n')
}

/** Per cent with its sign; nothing above a hundredth is 0. */
function formatChange(percent: number): string {
  const size = Math.abs(percent)
  if (size < 0.005) return '0'
  const digits = size < 1 ? 2 : size < 100 ? 1 : 0
  return `${percent < 0 ? '−' : '+'}${Number(size.toFixed(digits)).toLocaleString('en')} %`
}

function formatUsd(usd: number): string {
  return `$${Number(usd.toPrecision(3)).toLocaleString('en')}`
}

function formatRate(perDay: number): string {
  if (perDay >= 1) return `${Number(perDay.toPrecision(2))} a day`
  const days = Number((1 / perDay).toPrecision(2))
  return days < 3_650 ? `every ${days.toLocaleString('en')} days` : 'less than once in ten years'
}
