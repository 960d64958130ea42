/** The range and the numbers of a value axis. Pure. */
import type { TimeRange } from './chart.ts'
import { type CorridorEdges, findExtremes, type Line, onlyPositive } from './lines.ts'
import type { Pyramid } from './pyramid.ts'

/** Both included. */
export interface ValueRange {
  min: number
  max: number
}

/** Room above and below what is drawn, as a share of its height. */
const ROOM = 0.06
/** Into about how many parts a range is cut for its round ends: few, so that an axis rarely changes while it is moved. */
const PARTS = 6
/** Shown where there is no value. */
const NOTHING: ValueRange = { min: 0, max: 1 }

/** The range of the axis for what is seen: its ends are round, and it begins at 0 where nothing is below. */
export function findValueRange(
  lines: readonly Line[],
  corridor: CorridorEdges | undefined,
  range: TimeRange,
  isLog: boolean,
): ValueRange {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  const take = (value: number | undefined) => {
    if (value === undefined) return
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const takeExtremes = (all: Pyramid, isStep: boolean) => {
    // 0 and less have no place on a logarithmic axis: they stand at its lower edge.
    const pyramid = isLog ? onlyPositive(all) : all
    const found = findExtremes(pyramid, range, isStep)
    take(found && pyramid.values[found.lowest])
    take(found && pyramid.values[found.highest])
  }
  for (const { series, pyramid } of lines) takeExtremes(pyramid, series.shape === 'step')
  if (corridor !== undefined) {
    takeExtremes(corridor.lower, true)
    takeExtremes(corridor.upper, true)
  }
  if (min > max) return isLog ? { min: 1, max: 10 } : NOTHING
  return isLog ? roundLog(min, max) : roundLinear(min, max)
}

function roundLinear(min: number, max: number): ValueRange {
  const height = max - min || Math.abs(max) || 1
  const step = roundStep((height * (1 + 2 * ROOM)) / PARTS)
  const low = Math.floor((min - height * ROOM) / step) * step
  const high = Math.ceil((max + height * ROOM) / step) * step
  return { min: min >= 0 ? Math.max(0, low) : low, max: high }
}

/** From one round number (1, 2 or 5 times a power of ten) to another. */
function roundLog(min: number, max: number): ValueRange {
  const room = (max / min) ** ROOM
  const below = [5, 2, 1].map((lead) => lead * 10 ** Math.floor(Math.log10(min / room)))
  const above = [1, 2, 5, 10].map((lead) => lead * 10 ** Math.floor(Math.log10(max * room)))
  const low = below.find((value) => value < min) ?? min / 10
  const high = above.find((value) => value > max) ?? max * 10
  return { min: low, max: high }
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast))
  const lead = [1, 2, 5, 10].find((one) => one * power >= atLeast) ?? 10
  return lead * power
}

const SCALES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/**
 * The numbers beside an axis, without unit and all with the same decimals; from 10,000 on in thousands, millions and so on;
 * tiny ones with a power of ten. Never in the browser's language: the rest of the page is English too.
 *
 * @param splits - Ascending.
 * @param step - Between two of them; without it (a logarithmic axis) each number is written by itself.
 */
export function formatTicks(
  splits: readonly (number | null)[],
  step: number | undefined,
): (string | null)[] {
  const largest = Math.max(...splits.map((value) => Math.abs(value ?? 0)))
  return splits.map((value) => {
    if (value === null) return null
    if (value === 0) return '0'
    if (step === undefined) return formatTick(value, Math.abs(value), Math.abs(value) / 10)
    // A split that should be 0 may be a rounding error away from it.
    return Math.abs(value) < step / 1e6 ? '0' : formatTick(value, largest, step)
  })
}

function formatTick(value: number, largest: number, step: number): string {
  if (largest < 1e-4) return value.toExponential(2).replace(/\.?0+e/, 'e')
  const [scale, suffix] =
    largest < 10_000 ? [1, ''] : (SCALES.find(([of]) => largest >= of) ?? [1, ''])
  const digits = countDecimals(step / scale)
  const text = new Intl.NumberFormat('en', {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(value / scale)
  return `${text}${suffix}`
}

/** As many as a step has that is 1, 2, 2.5 or 5 times a power of ten; of another one, enough to see it. */
function countDecimals(step: number): number {
  const first = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const shifted = step * 10 ** first
  const isWhole = Math.abs(shifted - Math.round(shifted)) < 1e-6
  return Math.min(20, isWhole ? first : first + 1)
}
