/**
 * Times as charts write them, in the visitor's zone. In English like the rest of the page, with 24 hours: an axis has no room
 * for more, and the browser's own language may be one that `Intl` refuses (`en-US@posix`).
 */
import { formatUtc } from '../../client/formatUtc.ts'
import { formatReadable } from '../../governance/units.ts'
import type { TimeRange } from './chart.ts'
import { DAY_SEC } from './view.ts'

const LOCALE = 'en-GB'
const create = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { hourCycle: 'h23', ...options })

const time = { hour: '2-digit', minute: '2-digit' } as const
const day = { day: 'numeric', month: 'short' } as const
const formats = {
  minute: create(time),
  second: create({ ...time, second: '2-digit' }),
  day: create(day),
  year: create({ year: 'numeric' }),
  dayOfYear: create({ ...day, year: 'numeric' }),
  dayAndSecond: create({ ...day, ...time, second: '2-digit' }),
  whole: create({ ...day, year: 'numeric', ...time, second: '2-digit', timeZoneName: 'short' }),
}

function format(name: keyof typeof formats, at: number): string {
  return formats[name].format(new Date(at * 1_000))
}

/** A moment with date and zone: `27 Nov 2026, 08:12:33 CET`. Unix seconds. */
export function formatZoned(at: number): string {
  return format('whole', at)
}

/** The same in UTC: `2026-11-27 07:12:33 UTC`. */
export function formatUtcAt(at: number): string {
  return formatUtc(BigInt(Math.floor(at)))
}

/** A moment within a range, as short as it may be: the time alone where the range lies within one day. */
export function formatWithin(at: number, range: TimeRange): string {
  return format(isOneDay(range) ? 'second' : 'dayAndSecond', at)
}

/** Both ends in the visitor's zone and in UTC, each date once if they share it. */
export function formatRange({ from, to }: TimeRange): string {
  const isShort = isOneDay({ from, to })
  const begin = isShort
    ? `${format('dayOfYear', from)}, ${format('second', from)}`
    : `${format('dayOfYear', from)}, ${format('second', from)},`
  const end = isShort ? formatZoned(to).replace(/^.*, /, '') : formatZoned(to)
  const [utcDay, utcTime] = formatUtcAt(from).split(' ')
  const utcEnd = formatUtcAt(to).replace(`${utcDay} `, '')
  return `${begin} to ${end} (${utcDay} ${utcTime} to ${utcEnd})`
}

/** How long something lasted, `10 min`; seconds. */
export function formatLength(sec: number): string {
  return formatReadable(BigInt(Math.round(sec)), 'sec')
}

/**
 * Labels of a time axis: times or days, with the date on a second line at the first one and wherever it changes.
 *
 * @param splits - Unix seconds, ascending.
 * @param stepSec - Between two of them.
 */
export function formatTimeTicks(splits: readonly number[], stepSec: number): string[] {
  const isDays = stepSec >= DAY_SEC
  const main = isDays ? 'day' : stepSec < 60 ? 'second' : 'minute'
  const below = isDays ? 'year' : 'day'
  return splits.map((at, index) => {
    const before = splits[index - 1]
    const isNew = before === undefined || format(below, before) !== format(below, at)
    return isNew ? `${format(main, at)}\n${format(below, at)}` : format(main, at)
  })
}

function isOneDay({ from, to }: TimeRange): boolean {
  return format('dayOfYear', from) === format('dayOfYear', to)
}
