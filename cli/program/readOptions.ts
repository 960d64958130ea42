import { UsageError } from './errors.ts'

/** A port number from 1 to 65,535; undefined stays. @throws UsageError */
export function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new UsageError(`--${name} is ${text}; give a port from 1 to 65535`)
}

/** How many times faster than real time: `max` is Infinity, `real` 1. @throws UsageError */
export function readSpeed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY
  if (text === 'real') return 1
  const speed = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (speed > 0) return speed
  throw new UsageError(`--speed is ${text}; give max, real, or a number above 0 such as 60`)
}

/** Seconds since the day began, from `HH:MM`. @throws UsageError */
export function readTimeOfDay(name: string, text: string): bigint {
  const [, hours = '', minutes = ''] = /^(\d\d):(\d\d)$/.exec(text) ?? []
  const seconds = Number(hours) * 3_600 + Number(minutes) * 60
  if (hours === '' || Number(minutes) > 59 || seconds > 86_400) {
    throw new UsageError(`--${name} is ${text}; give a time of the day from 00:00 to 24:00`)
  }
  return BigInt(seconds)
}

/** Unix seconds, from a date, a time or themselves; all UTC. @throws UsageError */
export function readTime(name: string, text: string): bigint {
  if (/^\d{1,12}$/.test(text)) return BigInt(text)
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)Z?)?$/.exec(text)
  const time = parts ? Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}Z`) : Number.NaN
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(parts?.[1] ?? '')) {
    return BigInt(time / 1_000)
  }
  throw new UsageError(
    `--${name} is ${text}; give a time as 2023-08-17, 2023-08-17T21:20:00Z or Unix seconds`,
  )
}
