import { BaseError } from '../../core/errors.ts'

/** Two sources say different things about one block, or one contradicts itself: none of them can be believed. */
export class ContradictionError extends BaseError {
  constructor(detail: string) {
    super('bot/contradiction', `${detail}; find out which one is right`)
  }
}

/** No endpoint answers as it has to. `problems` has one line for each. */
export class ChainUnavailableError extends BaseError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('bot/chain-unavailable', `no endpoint can be used: ${problems.join('; ')}; check them`)
    this.problems = problems
  }
}
