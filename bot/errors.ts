import { BaseError } from '../core/errors.ts'

/** The configuration cannot be read, or a place of it is not allowed. `problems` has one line for each. */
export class BotConfigError extends BaseError {
  readonly problems: readonly string[]

  constructor(file: string, problems: readonly string[], options: { cause?: unknown } = {}) {
    super('bot/config', `${file}: ${problems.join('; ')}`, options)
    this.problems = problems
  }
}

/** The replica may not begin. `problems` has one line for each check that failed. */
export class StartGateError extends BaseError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('bot/start-gate', `the replica does not start: ${problems.join('; ')}`)
    this.problems = problems
  }
}
