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
  const zone = findZone(times, stepSec, table.kind !== 'funding')
  const isLocal = new Set(zone?.changes)
  const falling: number[] = []
  const doubled: number[] = []
  const gaps: number[] = []
  const short: number[] = []
  for (let index = 1; index < times.length; index += 1) {
    if (isLocal.has(index)) continue
    const step = (times[index] ?? 0) - (times[index - 1] ?? 0)
    if (step < 0) falling.push(index)
    else if (step === 0) doubled.push(index)
    else if (stepSec !== undefined && step > stepSec) gaps.push(index)
    else if (stepSec !== undefined && step < stepSec) short.push(index)
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
  add('irregular-step', 'refuse', short, (first) => {
    return (
      `${show(first)} follows ${formatSec(gapOf(times, first))} after the row before, where rows are ${formatSec(stepSec ?? 0)} apart, ` +
      `in ${showCount(short.length, 'row')}; give rows of one step, or choose one series`
    )
  })
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

/** `90 s`, `1 min`, `8 h`, `2.5 days`: in the largest unit that is whole, else in one that is near. */
export function formatSec(seconds: number): string {
  const units: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'h'],
    [60, 'min'],
  ]
  const whole = units.find(([sec]) => seconds >= sec && seconds % sec === 0)
  const [sec, name] = whole ?? units.find(([sec]) => seconds >= 2 * sec) ?? [1, 's']
  const count = Math.round((seconds / sec) * 10) / 10
  return `${count} ${name}${name === 'day' && count !== 1 ? 's' : ''}`
}
