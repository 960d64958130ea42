import { BaseError } from '../core/index.ts'

/** No rule has this id. */
export class UnknownRuleError extends BaseError {
  readonly ruleId: string

  constructor(ruleId: string, allowed: readonly string[]) {
    super('strategy/unknown-rule', `no rule is called ${ruleId}; give one of ${allowed.join(', ')}`)
    this.ruleId = ruleId
  }
}

/** One thing that a portfolio's document says and must not. */
export interface PortfolioIssue {
  /** Where in the document, for example `legs.0.days`; empty for the document itself. */
  path: string
  /** The value that was found. */
  got: string
  /** The allowed values. */
  allowed: string
}

/** A portfolio's document is refused. `issues` has everything that is wrong; the message gives each a line. */
export class PortfolioError extends BaseError {
  readonly issues: readonly PortfolioIssue[]

  constructor(issues: readonly PortfolioIssue[]) {
    super(
      'strategy/portfolio',
      issues.map(
        ({ path, got, allowed }) => `${path || 'the portfolio'}: got ${got}, allowed is ${allowed}`,
      ),
    )
    this.issues = issues
  }
}
