import { BaseError } from '../../core/index.ts'

/** The console is not built, or what is in its folder is none. */
export class ConsoleNotBuiltError extends BaseError {
  constructor(folder: string, options: { cause?: unknown } = {}) {
    super(
      'cli/console-not-built',
      `the console is not there (${folder}); run \`npm run setup\``,
      options,
    )
  }
}

/** The console cannot be served at the port that was asked for. */
export class ConsolePortError extends BaseError {
  readonly port: number

  constructor(port: number, options: { cause?: unknown } = {}) {
    const { code = 'EADDRINUSE' } = (options.cause ?? {}) as NodeJS.ErrnoException
    const what = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code})`
    super('cli/console-port', `the port ${port} ${what}; give another by --port`, options)
    this.port = port
  }
}

/** A site that is to be compared does not answer. */
export class SiteUnreachableError extends BaseError {
  constructor(url: string, reason: string, options: { cause?: unknown } = {}) {
    super('cli/site-unreachable', `${url} does not answer (${reason}); correct --check`, options)
  }
}
