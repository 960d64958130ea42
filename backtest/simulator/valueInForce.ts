import { type Parameters, parameterFields } from '../../core/index.ts'
import type { TimedMarketObservation } from '../../market/steps.ts'
import type { PolicyMarket } from '../policyMarket.ts'
import type { StepView } from './stepView.ts'

/** What a rule's portfolio reads of its market: the value in force, and its figures as numbers. */
export class ValueInForce {
  /** Share of the net value; Infinity without parameters: nothing is outside. */
  band = Number.POSITIVE_INFINITY
  /** The most that one trade may be, 1e-6 dollars. */
  maxTradeUsd6 = Number.POSITIVE_INFINITY
  /** In the order of `parameterFields`. */
  figures: readonly number[] | undefined = undefined
  private parameters: Parameters | undefined = undefined
  private observations: readonly TimedMarketObservation[] = []
  private next = 0
  private nextAt = Number.POSITIVE_INFINITY
  /** The latest observation if it stands until the next one, and when a bot takes it again: as the next epoch begins. */
  private standing: TimedMarketObservation | undefined = undefined
  private standingAt = Number.POSITIVE_INFINITY

  private readonly market: PolicyMarket
  private readonly view: StepView

  constructor(market: PolicyMarket, view: StepView) {
    this.market = market
    this.view = view
  }

  /** What becomes known in the course of the next steps. */
  expect(observations: readonly TimedMarketObservation[]): void {
    this.observations = observations
    this.next = 0
    this.nextAt = observations[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Takes what was observed before `at`, of the portfolio as it has been since the last step. */
  hearBefore(at: number): void {
    while (this.nextAt < at || this.standingAt < at) this.hearNext()
  }

  /** Takes what was observed up to and at `at`, and reads the value that is in force then. @returns whether it is another one. */
  readAt(at: number): boolean {
    while (this.nextAt <= at || this.standingAt <= at) this.hearNext()
    const parameters = this.market.readAt(at)
    if (parameters === this.parameters) return false
    this.parameters = parameters
    this.view.parameters = parameters
    this.band = Number(parameters.bandPips) / 1e6
    this.maxTradeUsd6 = Number(parameters.maxTradeUsd) * 1e6
    this.figures = parameterFields.map((field) => Number(parameters[field]))
    return true
  }

  private hearNext(): void {
    if (this.nextAt <= this.standingAt) {
      const observation = this.observations[this.next] as TimedMarketObservation
      this.standing = observation.isStanding === true ? observation : undefined
      this.next++
      this.nextAt = this.observations[this.next]?.at ?? Number.POSITIVE_INFINITY
      this.hear(observation, observation.at)
    } else if (this.standing !== undefined) {
      this.hear(this.standing, this.standingAt)
    }
  }

  private hear({ observation }: TimedMarketObservation, at: number): void {
    const { market, view } = this
    market.observe({ at, observation }, view.navUsd6, view.curvature, view.horizonSec)
    const { epochSec } = view
    this.standingAt =
      this.standing === undefined
        ? Number.POSITIVE_INFINITY
        : (Math.floor(at / epochSec) + 1) * epochSec
  }
}
