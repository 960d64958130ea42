import { formatMinute } from '../formatMinute.ts'
import type { CheckedTable, Finding } from './finding.ts'
import { findZone } from './findZone.ts'
import { showCount } from './showCount.ts'

/** Options and their like: several rows belong to one time. */
const snapshotKinds: readonly string[] = ['option']

/** Finds clocks that stand, fall, leave out rows, or are not UTC. */
export function checkClock(table: CheckedTable): Finding[] {
  const times = table.columns.at ?? new Float64Array()
  const stepSec = snapshotKinds.includes(table.kind) ? undefined : table.stepSec
  const zone = findZone(times, stepSec)
  const isLocal = new Set(zone?.changes)
  const falling: number[] = []
  const doubled: number[] = []
  const gaps: number[] = []
  for (let index = 1; index < times.length; index += 1) {
    if (isLocal.has(index)) continue
    const step = (times[index] ?? 0) - (times[index - 1] ?? 0)
    if (step < 0) falling.push(index)
    else if (step === 0) doubled.push(index)
    else if (stepSec !== undefined && step > stepSec) gaps.push(index)
  }
  const findings: Finding[] = []
  const add = (
    name: Finding['name'],
    severity: Finding['severity'],
    places: readonly number[],
    describe: (first: number) => string,
  ) => {
    const [first] = places
    if (first === undefined) return
    const at = times[first]
    findings.push({
      name,
      severity,
      file: table.file,
      at,
      count: places.length,
      text: describe(first),
    })
  }
  const show = (index: number) => formatMinute(BigInt(Math.trunc(times[index] ?? 0)))
  if (zone !== undefined) {
    add('local-time', 'refuse', zone.changes, (first) => {
      return (
        `the steps around ${show(first)} are an hour too long or too short, as where clocks are changed: ` +
        `local time? Import it with --zone ${zone.name}`
      )
    })
  }
  add('falling-clock', 'refuse', falling, (first) => {
    return `${show(first)} stands after ${show(first - 1)}; put the rows in order of time`
  })
  if (!snapshotKinds.includes(table.kind) && !isSameBlockTime(table)) {
    add('duplicate', 'refuse', doubled, (first) => {
      return `${show(first)} is there twice; leave out the rows that are double, or choose one series`
    })
  }
  add('gap', 'warn', gaps, (first) => {
    const longest = gaps.reduce((most, index) => Math.max(most, gapOf(times, index)), 0)
    return (
      `${showCount(gaps.length, 'gap')}, the first from ${show(first - 1)} to ${show(first)}, ` +
      `the longest of ${formatSec(longest)}; nothing is filled in`
    )
  })
  return findings
}

/** Chains with blocks of less than a second have several blocks of one time; their numbers tell them apart. */
function isSameBlockTime({ kind, columns: { number } }: CheckedTable): boolean {
  return (
    kind === 'block' &&
    number !== undefined &&
    number.every((value, index) => {
      return index === 0 || value > (number[index - 1] ?? 0)
    })
  )
}

function gapOf(times: Float64Array, index: number): number {
  return (times[index] ?? 0) - (times[index - 1] ?? 0)
}

/** `90 min`, `2.5 h`, `3 days`. */
export function formatSec(seconds: number): string {
  const round = (value: number) => `${Math.round(value * 10) / 10}`
  if (seconds < 120) return `${round(seconds)} s`
  if (seconds < 7_200) return `${round(seconds / 60)} min`
  return seconds < 172_800 ? `${round(seconds / 3_600)} h` : `${round(seconds / 86_400)} days`
}
