import pino, { type DestinationStream, type LogFn, type Logger } from 'pino'
import { showText } from '../core/index.ts'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

interface LogOptions {
  level?: LogLevel
  /** Destination of the lines; standard output by default. */
  destination?: DestinationStream
}

// Names under which this code holds keys, tokens, and URLs with keys in them.
const secretNames = ['privateKey', 'token', 'authorization', 'rawTransaction', 'url', 'urls']

/**
 * A log of one JSON object a line, with time in ISO 8601 and integers of any size as decimal text. A value under the
 * name of a secret, at the top or one or two levels below, is removed. Texts are as `showText` shows them: nodes,
 * peers and the index wrote parts of them, and people read the log on a terminal.
 */
export function createLog({ level = 'info', destination }: LogOptions = {}): Logger {
  const options = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '(struck out)',
    },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (content: object) => plain(content) as Record<string, unknown>,
    },
    serializers: { err: describeError },
    hooks: {
      logMethod(args: Parameters<LogFn>, method: LogFn) {
        const shown = args.map((part) => (typeof part === 'string' ? showText(part) : part))
        method.apply(this, shown as Parameters<LogFn>)
      },
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** Errors of libraries carry requests, and those carry URLs and payloads: name, code and first line are enough. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'a value that is no error was thrown' }
  const { name, message } = error
  const [line = ''] = message.split('\n')
  const code = 'code' in error ? { code: error.code } : {}
  return { name, ...code, message: showText(line.replace(/https?:\S+/g, '(URL)')) }
}

// JSON has no bigint. Errors are left to their serializer.
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`
  if (typeof value === 'string') return showText(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [showText(name), plain(inner)]),
  )
}
