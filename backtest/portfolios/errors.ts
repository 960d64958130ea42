import { BaseError } from '../../core/errors.ts'

/** A portfolio's document says what no portfolio can be. `field` is the key in it. */
export class PortfolioError extends BaseError {
  readonly field: string

  constructor(field: string, got: unknown, allowed: string) {
    const shown = got === undefined ? 'nothing' : JSON.stringify(got)
    super('backtest/portfolio', `${field}: got ${shown}, allowed is ${allowed}`)
    this.field = field
  }
}
