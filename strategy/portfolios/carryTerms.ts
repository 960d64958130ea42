import type { Strategies } from '../../core/strategies.ts'
import { trailingVarianceWad } from '../options/valuationVariance.ts'
import type { Row } from '../row.ts'

const ONE_E3 = 1_000

export interface CarrySettings {
  id?: string | undefined
  /** Net value at the start, 1e6 = $1. */
  navUsd6: number
  /**
   * `isolated`: the short's margin is all dollars, and nothing else backs it. `cross`: the asset itself backs it too, but for a haircut,
   * and may be bought with borrowed dollars.
   */
  margin: 'isolated' | 'cross'
  /**
   * Isolated: of the short, over its margin; cross: the asset held over the net value; 1e3 = 1. A gap: isolated only, as high as
   * a move of so many deviations within the delay allows (docs/model.md, "Strategies"), measured whenever it is put right.
   */
  leverage: number | { zE4: number; zJumpE4: number; delaySec: number }
  /** Maintenance margin, and reserve for the basis, of the short's worth, 1e6 = 100 %. */
  maintenancePips: number
  basisReservePips: number
  /** Cross: what of the asset's worth does not count, 1e6 = 100 %. */
  haircutPips: number
  /** The margin ratio that is topped up at, as a share of the ratio at the start, 1e6 = 100 %. */
  topUpPips: number
  /** Of the short's worth, where it is liquidated, 1e6 = 100 %. */
  penaltyPips: number
  /** Of borrowed dollars a year, 1e6 = 100 %. */
  borrowPipsYear: number
  /** Stays out while the average funding of so long, paid every 8 hours, is below 0; undefined: always in. */
  timingSec?: number | undefined
}

/** Where a carry stands when it has been put right. */
export interface CarryTerms {
  /** The asset's worth over the net value. */
  share: number
  /** What backs the short, over its worth. */
  ratio: number
}

/** `haircut`: what of the asset's worth backs the short, 0 to 1. */
export function createCarryTerms(
  { margin }: Pick<CarrySettings, 'margin'>,
  haircut: number,
  leverage: number,
): CarryTerms {
  const share = margin === 'isolated' ? leverage / (1 + leverage) : leverage
  return { share, ratio: (1 - share + haircut * share) / share }
}

/** As set, or the most that a gap allows; 1 = 1, and not below that where it is measured. */
export function measureLeverage(
  { leverage, maintenancePips, topUpPips }: CarrySettings,
  maths: Pick<Strategies, 'measureGap'>,
  row: Row,
): number {
  if (typeof leverage === 'number') return leverage / ONE_E3
  const { carryLeverageE3 } = maths.measureGap({
    varianceWad: BigInt(Math.round(trailingVarianceWad(row))),
    zE4: BigInt(leverage.zE4),
    zJumpE4: BigInt(leverage.zJumpE4),
    delaySec: BigInt(leverage.delaySec),
    maintenancePips: BigInt(maintenancePips),
    topUpPips: BigInt(topUpPips),
    // Of no weight here.
    slippageCapPips: 1n,
    liquidationThresholdPips: 800_000n,
    healthPips: 1_000_000n,
  })
  return Math.max(ONE_E3, Number(carryLeverageE3)) / ONE_E3
}
