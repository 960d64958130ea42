import { OutOfDomainError } from '../../core/index.ts'
import type { OverlayInput, Strategies } from '../../core/strategies.ts'
import { intrinsicUsd6, type OptionLegs, type Quote } from '../options/optionLegs.ts'
import { valuationVarianceWad } from '../options/valuationVariance.ts'
import type { Row } from '../row.ts'
import type { LeveragedSettings, LeveragedState, OverlaySettings } from './leveragedState.ts'

export type OverlayMaths = Pick<Strategies, 'priceOption' | 'overlayPuts' | 'collarCallStrikeUsd6'>

/**
 * Buys the puts that keep the health at 1 whatever the price: threshold times collateral of them; the debt takes the premium. None
 * are bought where no strike covers the debt with its premium, and no calls are sold where none pay for the puts.
 *
 * @returns what the spread costs, 1e-6 dollars.
 */
export function openOverlay(
  state: LeveragedState,
  { kind, termSec, bufferPips, spreadPips }: OverlaySettings,
  { liquidationThresholdPips }: LeveragedSettings,
  row: Row,
  maths: OverlayMaths,
): number {
  const { collateral, debtUsd6, options } = state
  if (debtUsd6 <= 0 || collateral.units <= 0) return 0
  const quote = quoteOf(row)
  const input: OverlayInput = {
    spotUsd6: BigInt(row.priceUsd6),
    collateralWad: BigInt(Math.round(collateral.units * 1e18)),
    debtUsd6: BigInt(debtUsd6),
    liquidationThresholdPips: BigInt(liquidationThresholdPips),
    varianceWad: BigInt(Math.round(quote.varianceWad)),
    timeToExpirySec: BigInt(termSec),
    bufferPips: BigInt(bufferPips),
  }
  const overlay = orNone(() => maths.overlayPuts(input))
  if (overlay === undefined) return 0
  const { putWad, strikeUsd6 } = overlay
  const units = Number(putWad) / 1e18
  const expiryAt = row.at + termSec
  const before = options.valueUsd6
  const put = { isCall: false, strikeUsd6: Number(strikeUsd6), expiryAt, units }
  let paidUsd6 = options.open(put, quote, spreadPips)
  state.figures.premiumsUsd6 += paidUsd6
  const callStrikeUsd6 =
    kind === 'collar' ? orNone(() => maths.collarCallStrikeUsd6(input)) : undefined
  if (callStrikeUsd6 !== undefined) {
    const call = { isCall: true, strikeUsd6: Number(callStrikeUsd6), expiryAt, units: -units }
    paidUsd6 += options.open(call, quote, spreadPips)
  }
  state.debtUsd6 += paidUsd6
  return paidUsd6 - (options.valueUsd6 - before)
}

function orNone<Figures>(compute: () => Figures): Figures | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof OutOfDomainError && error.field === 'debtUsd6') return undefined
    throw error
  }
}

export function quoteOf(row: Row): Quote {
  return { at: row.at, spotUsd6: row.priceUsd6, varianceWad: valuationVarianceWad(row) }
}

/** What the puts count for the health: their mark, or at a price what they pay there. */
export function coverUsd6({ legs }: OptionLegs, priceUsd6?: number): number {
  let sum = 0
  for (const leg of legs) {
    if (leg.isCall) continue
    sum += priceUsd6 === undefined ? leg.valueUsd6 : leg.units * intrinsicUsd6(leg, priceUsd6)
  }
  return sum
}
