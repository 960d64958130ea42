import { formatSec } from '../../market/check/checkClock.ts'
import { showCount } from '../../market/check/showCount.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import type { Partition } from '../../market/manifest.ts'

/** A line for each record: kind, rows, times, step, gaps. Records in many files are one line. */
export function formatPartitions(partitions: readonly Partition[]): string[] {
  const groups = Map.groupBy(partitions, ({ kind, columns }) =>
    [kind, ...columns.map(({ name }) => name)].join(),
  )
  return [...groups.values()].map((group) => {
    const [first] = group
    if (first === undefined) return ''
    const rows = group.reduce((sum, part) => sum + part.rows, 0)
    const gaps = group.reduce((sum, part) => sum + part.gaps.length, 0)
    const step = first.stepSec === undefined ? '' : `, every ${formatSec(first.stepSec)}`
    const from = formatMinute(BigInt(Math.min(...group.map(({ firstAt }) => firstAt))))
    const to = formatMinute(BigInt(Math.max(...group.map(({ lastAt }) => lastAt))))
    const gapText = gaps === 0 ? 'no gaps' : showCount(gaps, 'gap')
    return `  ${first.kind.padEnd(10)}  ${from} to ${to} UTC, ${showCount(rows, 'row')}${step}, ${gapText}`
  })
}
