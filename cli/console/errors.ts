import { BaseError } from '../../core/index.ts'

/** The console is not built. */
export class ConsoleNotBuiltError extends BaseError {
  constructor(folder: string) {
    super('cli/console-not-built', `the console is not there (${folder}); run \`npm run setup\``)
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
