import { noIncidents } from '../incidents.ts'
import type { Ledger } from '../ledger.ts'
import { isInRange, type LpPosition, lpAsset, lpGammaCash, lpValue, openLp } from '../lpPosition.ts'
import type { Portfolio } from '../portfolio.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Row } from '../row.ts'
import { Hedge, type HedgeVenue } from './hedge.ts'

export interface LpHedgeSettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /** Share of the net value that is provided, the rest backs the hedge, 1e6 = 100 %. */
  providedPips: number
  /** From the price to either end, as a share of it, 1e6 = 100 %. */
  rangePips: number
  /** When the range is put around the price anew: where the price has left it, or after a time. */
  recentre: { kind: 'out-of-range' } | { kind: 'period'; periodSec: number }
  /** Share of the delta that is hedged, 1e6 = 100 %. */
  hedgedPips: number
  hedge: HedgeVenue
  /** One-way fee of the pool, which it earns, and pays where it is put anew; 1e6 = 100 %. */
  feePips: number
}

export interface LpHedgeState {
  position: LpPosition
  /** As the ledger knows it. */
  positionUsd6: number
  openedAt: number
  /** What the position held when it was opened. */
  start: { asset: number; dollarsUsd6: number }
  hedge: Hedge
  figures: { lpFeesUsd6: number; lvrUsd6: number; impermanentLossUsd6: number; recentres: number }
  /** Of the positions before. */
  lostBeforeUsd6: number
}

/**
 * A Uniswap v3 position, put around the price anew by a rule, and a hedge against its delta. Exposure is the hedge's; wanted is
 * less the hedged share of the delta. Curvature L sqrt(S) / (2 W) in range, else 0. It earns its liquidity's share of the pool's fees,
 * the pool's own liquidity being the recorded depth over sqrt(S); the step in which the price enters or leaves the range counts half.
 * Where it is put anew, what has to be swapped pays the pool's fee and the step's gas.
 */
export function createLpHedge(settings: LpHedgeSettings): Portfolio<LpHedgeState> {
  const navUsd6 = ({ positionUsd6, hedge }: LpHedgeState) => positionUsd6 + hedge.navUsd6
  const hedged = settings.hedgedPips / 1e6
  const deltaUsd6 = (state: LpHedgeState, row: Row) =>
    lpAsset(state.position, row.priceUsd6) * row.priceUsd6

  return {
    id: settings.id ?? 'lp-hedge',
    title: `liquidity within ${settings.rangePips / 1e4} %, ${settings.hedgedPips / 1e4} % hedged`,
    open(row) {
      const positionUsd6 = roundUsd6((settings.navUsd6 * settings.providedPips) / 1e6)
      const position = provide(settings, positionUsd6, row)
      const exposureUsd6 = roundUsd6(-hedged * lpAsset(position, row.priceUsd6) * row.priceUsd6)
      return {
        position,
        positionUsd6,
        openedAt: row.at,
        start: startOf(position, row),
        hedge: new Hedge(settings.hedge, exposureUsd6, settings.navUsd6 - positionUsd6, row),
        figures: { lpFeesUsd6: 0, lvrUsd6: 0, impermanentLossUsd6: 0, recentres: 0 },
        lostBeforeUsd6: 0,
      }
    },
    navUsd6,
    exposureUsd6: ({ hedge }) => hedge.exposureUsd6,
    targetUsd6: (state, row) => roundUsd6(-hedged * deltaUsd6(state, row)),
    curvature: (state, row) =>
      (hedged * lpGammaCash(state.position, row.priceUsd6)) / navUsd6(state),
    horizonSec: (state, row) =>
      settings.recentre.kind === 'period'
        ? Math.max(0, dueAt(settings.recentre.periodSec, state) - row.at)
        : 0,
    accrue(state, row, ledger) {
      state.hedge.accrue(row, ledger)
      earnFees(state, row, ledger, settings.feePips)
      const before = lpGammaCash(state.position, row.priceBeforeUsd6)
      state.figures.lvrUsd6 += roundUsd6((before / 2) * row.logReturn * row.logReturn)
      const valueUsd6 = roundUsd6(lpValue(state.position, row.priceUsd6))
      ledger.price += valueUsd6 - state.positionUsd6
      state.positionUsd6 = valueUsd6
      countLoss(state, row)
      const isDue =
        settings.recentre.kind === 'period'
          ? row.at >= dueAt(settings.recentre.periodSec, state)
          : !isInRange(state.position, row.priceUsd6)
      if (isDue) putAnew(settings, state, row, ledger)
    },
    liquidate() {},
    urgentUsd6: () => 0,
    trade: ({ hedge }, row, amountUsd6) => hedge.trade(row, amountUsd6),
    pay({ hedge }, amountUsd6) {
      hedge.cashUsd6 -= amountUsd6
    },
    incidents: noIncidents,
    figures: ({ figures }) => figures,
  }
}

function dueAt(periodSec: number, { openedAt }: LpHedgeState): number {
  return openedAt + periodSec
}

function provide({ rangePips }: LpHedgeSettings, valueUsd6: number, row: Row): LpPosition {
  const width = 1 + rangePips / 1e6
  return openLp(valueUsd6, row.priceUsd6, row.priceUsd6 / width, row.priceUsd6 * width)
}

function startOf(position: LpPosition, row: Row): LpHedgeState['start'] {
  const asset = lpAsset(position, row.priceUsd6)
  return { asset, dollarsUsd6: lpValue(position, row.priceUsd6) - asset * row.priceUsd6 }
}

/** Fees of the step's volume, where a volume is recorded. */
function earnFees(state: LpHedgeState, row: Row, ledger: Ledger, feePips: number): void {
  if (!(row.volumeUsd6 > 0)) return
  const { position } = state
  const poolLiquidity = row.depthUsd6 / Math.sqrt(row.priceUsd6)
  const share = position.liquidity / (position.liquidity + poolLiquidity)
  const ends =
    Number(isInRange(position, row.priceBeforeUsd6)) + Number(isInRange(position, row.priceUsd6))
  const feesUsd6 = roundUsd6((row.volumeUsd6 * feePips * share * ends) / 2e6)
  state.hedge.cashUsd6 += feesUsd6
  state.figures.lpFeesUsd6 += feesUsd6
  ledger.lpFees += feesUsd6
}

/** What the position is worth less than what it was made of. */
function countLoss(state: LpHedgeState, row: Row): void {
  const { start, positionUsd6, lostBeforeUsd6 } = state
  const keptUsd6 = roundUsd6(start.asset * row.priceUsd6 + start.dollarsUsd6)
  state.figures.impermanentLossUsd6 = lostBeforeUsd6 + positionUsd6 - keptUsd6
}

/** The same value around the price of now; what has to be swapped for it pays the pool's fee, and gas. */
function putAnew(settings: LpHedgeSettings, state: LpHedgeState, row: Row, ledger: Ledger): void {
  const heldBefore = lpAsset(state.position, row.priceUsd6)
  state.position = provide(settings, state.positionUsd6, row)
  const swapped = Math.abs(lpAsset(state.position, row.priceUsd6) - heldBefore) * row.priceUsd6
  const feeUsd6 = roundUsd6((swapped * settings.feePips) / 1e6)
  const gasUsd6 = row.gasUsd6 > 0 ? roundUsd6(row.gasUsd6) : 0
  ledger.fee -= feeUsd6
  ledger.gas -= gasUsd6
  state.hedge.cashUsd6 -= feeUsd6 + gasUsd6
  state.openedAt = row.at
  state.start = startOf(state.position, row)
  state.lostBeforeUsd6 = state.figures.impermanentLossUsd6
  state.figures.recentres++
}
