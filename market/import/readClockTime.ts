/** A time as a file writes it. */
export interface ClockTime {
  /** Unix seconds; of a clock without a zone, as if it were UTC. */
  sec: number
  /** Whether the file says that it is UTC, or by how much it is not. */
  isAbsolute: boolean
}

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads a time: unix seconds, milliseconds or microseconds, or a date with or without a time of the day, a zone (`Z`, `UTC`, `+02:00`)
 * or fractions of a second, which are left out. Undefined for anything else, also for a day or an hour that does not exist.
 */
export function readClockTime(text: string): ClockTime | undefined {
  if (/^\d{9,10}(\.0+)?$/.test(text)) return { sec: Number(text), isAbsolute: true }
  if (/^\d{13}$/.test(text)) return { sec: Math.floor(Number(text) / 1e3), isAbsolute: true }
  if (/^\d{16}$/.test(text)) return { sec: Math.floor(Number(text) / 1e6), isAbsolute: true }
  const [, day, minute = '00:00', second = '00', zone] = WRITTEN.exec(text) ?? []
  if (day === undefined) return undefined
  const written = `${day}T${minute}:${second}`
  const milliseconds = Date.parse(`${written}Z`)
  if (Number.isNaN(milliseconds)) return undefined
  // Date.parse turns 30 February into 2 March.
  if (new Date(milliseconds).toISOString().slice(0, 19) !== written) return undefined
  return { sec: milliseconds / 1_000 - readOffsetSec(zone), isAbsolute: zone !== undefined }
}

function readOffsetSec(zone = 'Z'): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return 0
  const seconds = Number(hours) * 3_600 + Number(minutes) * 60
  return sign === '-' ? -seconds : seconds
}
