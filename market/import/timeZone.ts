/** From a clock on the wall to unix seconds. */
export interface TimeZone {
  /** As the database of time zones names it: `Europe/London`. */
  name: string
  /**
   * The unix seconds at which the clock showed a local time. A time that the clock showed twice is the earlier one, unless that
   * would not be after `afterAt`, the row before. Undefined for a time that the clock never showed.
   *
   * @param localSec - The local time as if it were UTC, unix seconds.
   */
  toUtc(localSec: number, afterAt: number): number | undefined
}

/** Clocks are set at whole quarters of an hour of UTC. */
const QUARTER_SEC = 900
const DAY_SEC = 86_400

/** Undefined if there is no zone of this name. */
export function openTimeZone(name: string): TimeZone | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: name,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    return undefined
  }
  const offsets = new Map<number, number>()
  const offsetAt = (at: number): number => {
    const quarterAt = Math.floor(at / QUARTER_SEC) * QUARTER_SEC
    const known = offsets.get(quarterAt)
    if (known !== undefined) return known
    const offset = readClock(format, quarterAt) - quarterAt
    offsets.set(quarterAt, offset)
    return offset
  }
  return {
    name,
    toUtc(localSec, afterAt) {
      // No clock is set by a day or more, so the offset is one of those a day before and a day after.
      const offsets = [offsetAt(localSec - DAY_SEC), offsetAt(localSec + DAY_SEC)]
      const times = offsets
        .map((offset) => localSec - offset)
        .filter((at) => at + offsetAt(at) === localSec)
        .toSorted((a, b) => a - b)
      return times.find((at) => at > afterAt) ?? times.at(-1)
    },
  }
}

function readClock(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(
    format.formatToParts(at * 1_000).map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second } = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1_000
}
