import { createLedger } from '../../backtest/simulator/dayBook.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'

interface FixedCapitalState<State> {
  inner: State
  paidUsd6: number
}

/**
 * A portfolio that opens without its hedge, and whose capital at risk stays what it was: gains are taken out and losses and costs paid
 * in at each step, as `interest`. The study measures every book against the notional that it began with.
 */
export function withFixedCapital<State>(
  inner: Portfolio<State>,
  capitalUsd6: number,
): Portfolio<FixedCapitalState<State>> {
  const scratch = createLedger()
  return {
    id: inner.id,
    title: inner.title,
    open(row) {
      const state = inner.open(row)
      inner.trade(state, row, -inner.exposureUsd6(state, row))
      return { inner: state, paidUsd6: 0 }
    },
    navUsd6: ({ paidUsd6 }) => capitalUsd6 - paidUsd6,
    exposureUsd6: (state, row) => inner.exposureUsd6(state.inner, row),
    targetUsd6: (state, row) => inner.targetUsd6(state.inner, row),
    curvature: (state, row) =>
      (inner.curvature(state.inner, row) * inner.navUsd6(state.inner)) / capitalUsd6,
    horizonSec: (state, row) => inner.horizonSec(state.inner, row),
    accrue(state, row, ledger) {
      inner.accrue(state.inner, row, scratch)
      ledger.interest += state.paidUsd6
      state.paidUsd6 = 0
    },
    liquidate: (state, row) => inner.liquidate(state.inner, row, scratch),
    urgentUsd6: () => 0,
    trade: (state, row, amountUsd6) => inner.trade(state.inner, row, amountUsd6),
    pay(state, amountUsd6) {
      state.paidUsd6 += amountUsd6
    },
    incidents: (state) => inner.incidents(state.inner),
  }
}
