import { BaseError } from '../core/errors.ts'
import { type Fault, formatFault } from '../files/listFaults.ts'

/** The configuration cannot be read, or places of it are not allowed. `faults` has all of them; the message gives each a line. */
export class BotConfigError extends BaseError {
  readonly faults: readonly Fault[]

  constructor(file: string, faults: readonly Fault[], options: { cause?: unknown } = {}) {
    super(
      'bot/config',
      faults.map((fault) => formatFault(file, fault)),
      options,
    )
    this.faults = faults
  }
}

/** A replica or a keeper may not begin. `problems` has one line for each check that failed. */
export class StartGateError extends BaseError {
  readonly problems: readonly string[]

  constructor(who: string, problems: readonly string[]) {
    super('bot/start-gate', [`${who} does not start:`, ...problems])
    this.problems = problems
  }
}

/** A port cannot be listened at. `setting` is the place of the configuration that names it. */
export class ListenError extends BaseError {
  constructor(setting: string, host: string, port: number, cause: unknown) {
    super('bot/listen', describe(setting, host, port, cause as NodeJS.ErrnoException), { cause })
  }
}

function describe(
  setting: string,
  host: string,
  port: number,
  { code, message }: NodeJS.ErrnoException,
): string {
  const where = `${setting}: port ${port} of ${host}`
  if (code === 'EADDRINUSE') {
    return `${where} is in use by another program, such as a second replica; end that one, or give another ${setting}.port`
  }
  if (code === 'EACCES')
    return `${where} wants the rights of root; give a ${setting}.port above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${setting}: ${host} is no address of this machine; correct ${setting}.host`
  }
  return `${where} cannot be opened (${code ?? message}); give another`
}
