import { BaseError } from '../core/index.ts'

/** No rule has this id. */
export class UnknownRuleError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, allowed: readonly string[]) {
    super('strategy/unknown-rule', `no rule is called ${ruleId}; give one of ${allowed.join(', ')}`)
    this.ruleId = ruleId
  }
}

/** An option chain gives no surface, or none at this time. */
export class SurfaceError extends BaseError {
  constructor(got: string, allowed: string) {
    super('strategy/surface', `got ${got}, allowed is ${allowed}`)
  }
}
