import { openTimeZone, type TimeZone } from '../import/timeZone.ts'

/** Zones that exchanges and their users write; each stands for those that change their clocks at the same moment. */
const candidates = [
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Australia/Sydney',
]

const HOUR_SEC = 3_600

/** The zone whose clock a file was written by, and the rows after its changes. */
export interface FoundZone {
  name: string
  /** Indices of rows, at least one. */
  changes: number[]
}

/**
 * Looks for the zone in whose local time steps are regular that are an hour too long or too short in UTC. Undefined if there is no
 * such step, or no zone explains one.
 *
 * @param stepSec - Usual distance of two rows; undefined: there is none.
 * @param isAtEnd - Whether the times are those at which bars end: the clock was read when they opened, as a rule.
 */
export function findZone(
  times: Float64Array,
  stepSec: number | undefined,
  isAtEnd: boolean,
): FoundZone | undefined {
  if (stepSec === undefined) return undefined
  const suspects: number[] = []
  for (let index = 1; index < times.length; index += 1) {
    const step = (times[index] ?? 0) - (times[index - 1] ?? 0)
    if (step === stepSec + HOUR_SEC || step === stepSec - HOUR_SEC) suspects.push(index)
  }
  if (suspects.length === 0) return undefined
  const openings = isAtEnd ? [stepSec, 0] : [0]
  for (const shiftSec of openings) {
    const shifted = times.map((at) => at - shiftSec)
    const found = candidates.flatMap((name) => {
      const zone = openTimeZone(name)
      const changes = suspects.filter((index) => isExplained(zone, shifted, index, stepSec))
      if (changes.length === 0) return []
      return [{ name, changes, isOnGrid: isOnGrid(zone, shifted, stepSec) }]
    })
    const [best] = found.toSorted((a, b) => {
      return b.changes.length - a.changes.length || Number(b.isOnGrid) - Number(a.isOnGrid)
    })
    if (best !== undefined) return { name: best.name, changes: best.changes }
  }
  return undefined
}

function isExplained(
  zone: TimeZone | undefined,
  times: Float64Array,
  index: number,
  stepSec: number,
): boolean {
  const before = zone?.toUtc(times[index - 1] ?? 0, 0)
  const after = before === undefined ? undefined : zone?.toUtc(times[index] ?? 0, before)
  return before !== undefined && after === before + stepSec
}

/** Bars begin at multiples of their length since midnight of UTC. */
function isOnGrid(zone: TimeZone | undefined, times: Float64Array, stepSec: number): boolean {
  const first = zone?.toUtc(times[0] ?? 0, 0)
  return first !== undefined && first % stepSec === 0
}
