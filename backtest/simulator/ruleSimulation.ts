// One rule on one portfolio over a market (docs/backtest.md, "One step").
//
// Method:   a step takes the price move and what falls due (1), lets the hole refill (2), liquidates at the worst mark (3), fills
//           the order whose block has come (4), counts the risk of the drift that was held over the step (5), and decides (6).
// Domain:   steps in order of time. Money is whole units of 1e-6 dollars in doubles; drift and risk are real numbers.
// Special:  the first step of a market only opens the portfolio. Without a net value nothing is decided any more.
// Accuracy: the ledger is exact; test/vectors/strategies/simulator.ndjson within 1 + 1e-9 of each figure.
//
// It allocates nothing in a step, but for a trade, a new day, an observation of a rule that follows parameters, and for a sink.

import type { Portfolio } from '../../strategy/portfolio.ts'
import { roundUsd6 } from '../../strategy/roundUsd6.ts'
import type { Row } from '../../strategy/row.ts'
import type { Rule } from '../../strategy/rule.ts'
import type { DayRecord, RuleRun, StepSink, Trade } from '../outcome.ts'
import type { PolicyMarket } from '../policyMarket.ts'
import type { FillSettings } from '../settings.ts'
import type { Chunk } from './chunk.ts'
import { DayBook } from './dayBook.ts'
import { RuleOrderError } from './errors.ts'
import { createRow, fillRow } from './fillRow.ts'
import { Order } from './order.ts'
import { StepRecorder } from './stepRecorder.ts'
import { StepView } from './stepView.ts'
import { ValueInForce } from './valueInForce.ts'
import { Venue } from './venue.ts'

export interface SimulationSettings {
  rule: Rule
  portfolio: Portfolio
  fill: FillSettings
  /** From a decision to the block in which it fills. */
  latencySec: number
  /** The market's own asset and those of a basket. */
  assetCount: number
  /** Of a rule that follows parameters. */
  policyMarket: PolicyMarket | undefined
  epochSec: number
}

/** Of a portfolio that was never opened: the market has no step. */
const noIncidents = { liquidations: 0, topUps: 0, floorBreaches: 0, worstBreachPips: 0 }

export class RuleSimulation {
  private readonly rule: Rule
  private readonly portfolio: Portfolio
  private readonly gamma: number
  private readonly maxFeePerGas: number
  private readonly latencySec: number
  private readonly row: Row
  private readonly view: StepView
  private readonly venue: Venue
  private readonly order = new Order()
  private readonly value: ValueInForce | undefined
  private readonly policyMarket: PolicyMarket | undefined
  private readonly book: DayBook
  private readonly recorder: StepRecorder
  private readonly trades: Trade[] = []
  private isOpen = false
  private peakUsd6 = 0
  private worstDrawdown = 0
  /** Risk so far, a real number, and how much of it is in the days' records. */
  private riskUsd6 = 0
  private bookedRiskUsd6 = 0

  constructor({ rule, portfolio, fill, ...settings }: SimulationSettings) {
    this.rule = rule
    this.portfolio = portfolio
    this.gamma = fill.riskAversionE4 / 1e4
    this.maxFeePerGas = fill.maxFeePerGas
    this.latencySec = settings.latencySec
    this.row = createRow(settings.assetCount)
    this.view = new StepView(portfolio, this.row, settings.epochSec)
    this.venue = new Venue(fill)
    this.policyMarket = settings.policyMarket
    this.value =
      this.policyMarket === undefined ? undefined : new ValueInForce(this.policyMarket, this.view)
    this.book = new DayBook(rule.id)
    this.recorder = new StepRecorder(rule.id)
  }

  /**
   * Goes on over the next steps.
   *
   * @throws RuleOrderError, LedgerMismatchError
   */
  advance(chunk: Chunk, sink: StepSink | undefined): void {
    const { count } = chunk.steps
    this.value?.expect(chunk.steps.observations)
    let index = 0
    if (!this.isOpen && count > 0) {
      this.open(chunk)
      index = 1
    }
    for (; index < count; index++) this.step(chunk, index, sink)
  }

  /** Ends the last day. Nothing may follow. */
  finish(): RuleRun {
    if (this.isOpen) this.book.close(this.view.navUsd6)
    return {
      ruleId: this.rule.id,
      title: this.rule.title,
      kind: this.rule.kind,
      days: this.book.days,
      trades: this.trades,
      incidents: this.isOpen ? this.portfolio.incidents(this.view.state) : noIncidents,
      worstDrawdownPips: this.worstDrawdown * 1e6,
      pushes: this.policyMarket?.pushes ?? 0,
      figures: this.isOpen ? this.portfolio.figures?.(this.view.state) : undefined,
    }
  }

  private open(chunk: Chunk): void {
    fillRow(this.row, chunk, 0)
    this.view.open()
    this.peakUsd6 = this.view.navUsd6
    if (this.value?.readAt(this.row.at)) this.view.measure()
    this.isOpen = true
  }

  private step(chunk: Chunk, index: number, sink: StepSink | undefined): void {
    const { row, view, portfolio, order, value } = this
    const { state } = view
    value?.hearBefore(chunk.steps.at[index] as number)
    fillRow(row, chunk, index)
    const navBeforeUsd6 = view.navUsd6
    const driftBefore = view.drift
    const day = this.book.find(row.at, navBeforeUsd6)

    portfolio.accrue(state, row, day.ledger)
    this.venue.refill(row.elapsedSec)
    this.liquidate(day)
    this.recorder.begin()
    if (order.isPending && row.at >= order.fillAt) {
      this.fill(day, chunk.feePerGas[index] as number)
    }
    this.countHeld(day, navBeforeUsd6, driftBefore)
    view.measure()
    // A floor's target follows the multiplier in force.
    if (value?.readAt(row.at)) view.measure()
    if (view.navUsd6 > 0) this.decide(day, chunk.feePerGas[index] as number)
    this.countStep(day)
    if (sink !== undefined) sink.writeStep(this.recorder.finish(view, day, value?.figures))
  }

  /** (3) An order that waits was made for what a liquidation has taken: it does not fill, and is decided anew in this step. */
  private liquidate(day: DayRecord): void {
    const { row, view, order, portfolio } = this
    const { state } = view
    const before = order.isPending ? portfolio.incidents(state).liquidations : 0
    portfolio.liquidate(state, row, day.ledger)
    if (order.isPending && portfolio.incidents(state).liquidations > before) this.dropOrder()
  }

  /** Takes an order back. What must not wait is asked for anew by the portfolio itself, until it is done. */
  private dropOrder(): void {
    const { order, view } = this
    order.isPending = false
    if (!order.isUrgent) view.isWaiting = true
  }

  /** (4) An order whose gas is above its limit is not filled, and decided anew in this step. */
  private fill(day: DayRecord, feePerGas: number): void {
    const { row, view, venue, order, portfolio } = this
    if (feePerGas > this.maxFeePerGas) {
      this.dropOrder()
      return
    }
    order.isPending = false
    const plannedUsd6 = Math.abs(order.amountUsd6)
    const sizeUsd6 = venue.limit(plannedUsd6, row.depthUsd6)
    if (sizeUsd6 <= 0) return
    view.measure()
    venue.charge(sizeUsd6, row.depthUsd6)
    const { feeUsd6, impactUsd6 } = venue
    const { gasUsd6 } = row
    const amountUsd6 = order.amountUsd6 < 0 ? -sizeUsd6 : sizeUsd6
    portfolio.trade(view.state, row, amountUsd6)
    portfolio.pay(view.state, feeUsd6 + impactUsd6 + gasUsd6)
    day.ledger.fee -= feeUsd6
    day.ledger.impact -= impactUsd6
    day.ledger.gas -= gasUsd6
    day.turnoverUsd6 += sizeUsd6
    day.trades++
    day.largestImpactPips = Math.max(day.largestImpactPips, (impactUsd6 / sizeUsd6) * 1e6)
    if (2 * sizeUsd6 >= plannedUsd6) view.tradedAt = row.at
    const trade = {
      at: row.at,
      ruleId: this.rule.id,
      amountUsd6,
      priceUsd6: row.priceUsd6,
      feeUsd6,
      impactUsd6,
      gasUsd6,
      driftPips: view.drift * 1e6,
      isUrgent: order.isUrgent,
    }
    this.trades.push(trade)
    this.recorder.add(trade)
  }

  /** (5) What was held over the step: gamma / 2 r^2 d^2 W, of the drift and the net value before the move. */
  private countHeld(day: DayRecord, navUsd6: number, drift: number): void {
    const { elapsedSec, logReturn } = this.row
    const band = this.value?.band ?? Number.POSITIVE_INFINITY
    day.navSecondsUsd6 += navUsd6 * elapsedSec
    day.driftSquareSec += drift * drift * elapsedSec
    if (drift > band || -drift > band) day.outsideBandSec += elapsedSec
    if (navUsd6 <= 0) return
    this.riskUsd6 += (this.gamma / 2) * logReturn * logReturn * drift * drift * navUsd6
    const bookedUsd6 = Math.round(this.riskUsd6)
    day.riskUsd6 += bookedUsd6 - this.bookedRiskUsd6
    this.bookedRiskUsd6 = bookedUsd6
  }

  /** (6) What must not wait goes before what the rule wants, and takes the place of an order on its way. */
  private decide(day: DayRecord, feePerGas: number): void {
    const { view, row, order, portfolio } = this
    if (order.isPending && order.isUrgent) return
    const urgentUsd6 = portfolio.urgentUsd6(view.state, row, view.parameters)
    if (urgentUsd6 === 0 && order.isPending) return
    if (order.isPending) this.dropOrder()

    const wantedUsd6 = urgentUsd6 === 0 ? this.askRule() : urgentUsd6
    if (!Number.isFinite(wantedUsd6)) throw new RuleOrderError(this.rule.id, row.at, wantedUsd6)
    const largestUsd6 = this.value?.maxTradeUsd6 ?? Number.POSITIVE_INFINITY
    const amountUsd6 = roundUsd6(Math.max(-largestUsd6, Math.min(largestUsd6, wantedUsd6)))
    if (amountUsd6 === 0) return
    order.place(amountUsd6, urgentUsd6 !== 0, row.at + this.latencySec)
    if (this.latencySec > 0) return
    this.fill(day, feePerGas)
    view.measure()
  }

  private askRule(): number {
    const { view } = this
    const wantedUsd6 = this.rule.decide(view)
    view.isWaiting = false
    return wantedUsd6
  }

  private countStep(day: DayRecord): void {
    const { row, view } = this
    day.steps++
    day.elapsedSec += row.elapsedSec
    if (row.gasUsd6 > day.highestGasUsd6) day.highestGasUsd6 = row.gasUsd6
    if (row.depthUsd6 < day.lowestDepthUsd6) day.lowestDepthUsd6 = row.depthUsd6
    if (view.navUsd6 > this.peakUsd6) this.peakUsd6 = view.navUsd6
    const drawdown = (this.peakUsd6 - view.navUsd6) / this.peakUsd6
    if (drawdown > this.worstDrawdown) this.worstDrawdown = drawdown
    if (drawdown * 1e6 > day.worstDrawdownPips) day.worstDrawdownPips = drawdown * 1e6
  }
}
