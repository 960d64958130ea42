import type { Parameters } from '../../core/index.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import type { Row } from '../../strategy/row.ts'
import type { View } from '../../strategy/rule.ts'

/** What a rule sees of its own portfolio. Curvature and horizon, which few rules ask for, are computed when they are asked for. */
export class StepView implements View {
  state: unknown
  navUsd6 = Number.NaN
  exposureUsd6 = Number.NaN
  targetUsd6 = Number.NaN
  drift = Number.NaN
  tradedAt = Number.NaN
  openedAt = Number.NaN
  isWaiting = false
  parameters: Parameters | undefined = undefined

  private readonly portfolio: Portfolio
  readonly row: Row
  readonly epochSec: number

  constructor(portfolio: Portfolio, row: Row, epochSec: number) {
    this.portfolio = portfolio
    this.row = row
    this.epochSec = epochSec
  }

  get curvature(): number {
    return this.portfolio.curvature(this.state, this.row, this.parameters)
  }

  get horizonSec(): number {
    return this.portfolio.horizonSec(this.state, this.row)
  }

  open(): void {
    this.state = this.portfolio.open(this.row)
    this.openedAt = this.row.at
    this.tradedAt = this.row.at
    this.measure()
  }

  /** Reads the portfolio as it is now. One without a net value has no drift: nothing is left to steer. */
  measure(): void {
    const { portfolio, state, row, parameters } = this
    const navUsd6 = portfolio.navUsd6(state)
    const exposureUsd6 = portfolio.exposureUsd6(state, row)
    const targetUsd6 = portfolio.targetUsd6(state, row, parameters)
    this.navUsd6 = navUsd6
    this.exposureUsd6 = exposureUsd6
    this.targetUsd6 = targetUsd6
    this.drift = navUsd6 > 0 ? (exposureUsd6 - targetUsd6) / navUsd6 : 0
  }
}
