import { BaseError } from '../../core/errors.ts'

/** One thing that a portfolio's document says and must not. */
export interface PortfolioIssue {
  /** Where in the document, for example `legs.0.term`; empty for the document itself. */
  path: string
  /** The value that was found. */
  got: string
  /** The allowed values. */
  allowed: string
}

/** A portfolio's document says what no portfolio can be. `issues` has everything that is wrong; the message gives each a line. */
export class PortfolioError extends BaseError {
  readonly issues: readonly PortfolioIssue[]

  constructor(issues: readonly PortfolioIssue[]) {
    super(
      'backtest/portfolio',
      issues.map(({ path, got, allowed }) => {
        return `${path || 'the portfolio'}: got ${got}, allowed is ${allowed}`
      }),
    )
    this.issues = issues
  }
}
