import { BaseError } from '../core/index.ts'

/** No rule has this id. */
export class UnknownRuleError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, allowed: readonly string[]) {
    super('strategy/unknown-rule', `no rule is called ${ruleId}; give one of ${allowed.join(', ')}`)
    this.ruleId = ruleId
  }
}
