// Observations of a market whose steps are longer than a segment: hours, 8 hours, days.
//
// Method:   there are no segments and no medians: the figures are the row's own. The averages are those of observation/, by elapsed
//           time: the depth once for each 120 s, the variance once for each hour, with the squared log returns since the last hour
//           that was taken up, a year.
//           Between two rows the chain has gone on, and bots with it: each observation stands until the next.
// Special:  the first row has no return: without a start figure there is no observation at it.

import { logRatio } from '../core/logRatio.ts'
import { DEPTH_WEIGHT, RunningAverage, VARIANCE_WEIGHT } from '../observation/averages.ts'
import { HOUR_SEC, SEGMENT_SEC } from '../observation/periods.ts'
import type { SourceStart } from './sourceStart.ts'
import type { TimedMarketObservation } from './steps.ts'

const HOURS_PER_YEAR = 8_766
const WAD = 1e18
const [hourSec, segmentSec] = [Number(HOUR_SEC), Number(SEGMENT_SEC)]

/** One row, 1e6 = $1 where money, wei, 1e6 = 100 %. */
export interface CoarseRow {
  at: number
  priceUsd6: number
  depthUsd6: number
  baseFeePerGas: number
  gasUsedRatioPips: number
  nativePriceUsd6: number
}

/** Takes up rows in order of time. */
export class CoarseObserver {
  private readonly depthRef: RunningAverage
  private readonly variance: RunningAverage
  private priceBefore: number | undefined
  private squares = 0
  private varianceAt = 0
  private depthAt: number | undefined

  constructor(start: SourceStart) {
    this.depthRef = new RunningAverage(start.startDepthRefUsd6, DEPTH_WEIGHT)
    this.variance = new RunningAverage(start.startVarianceWad, VARIANCE_WEIGHT)
  }

  /** @returns the observation at the row; undefined before there is a variance, or where a figure is not recorded. */
  add(row: CoarseRow): TimedMarketObservation | undefined {
    const { at, depthUsd6 } = row
    if (Number.isNaN(depthUsd6 + row.baseFeePerGas + row.nativePriceUsd6)) return undefined
    this.addReturn(row)
    this.addDepth(row)
    const [varianceWad, depthRefUsd6] = [this.variance.value, this.depthRef.value]
    if (varianceWad === undefined || depthRefUsd6 === undefined) return undefined
    const observation = {
      baseFeePerGas: BigInt(row.baseFeePerGas),
      gasUsedRatioPips: BigInt(row.gasUsedRatioPips),
      nativePriceUsd6: BigInt(row.nativePriceUsd6),
      depthUsd6: BigInt(depthUsd6),
      depthRefUsd6,
      varianceWad,
      dataFeeWei: 0n,
    }
    return { at, observation, isStanding: true }
  }

  private addReturn({ at, priceUsd6 }: CoarseRow): void {
    const before = this.priceBefore
    this.priceBefore = priceUsd6
    if (before === undefined) {
      this.varianceAt = at
      return
    }
    const change = logRatio(priceUsd6, before)
    this.squares += change * change
    const elapsedSec = at - this.varianceAt
    const hours = Math.floor(elapsedSec / hourSec)
    if (hours === 0) return
    const yearly = (this.squares * HOURS_PER_YEAR * hourSec) / elapsedSec
    const figure = BigInt(Math.round(yearly * WAD))
    for (let hour = 0; hour < hours; hour++) this.variance.add(figure)
    this.squares = 0
    this.varianceAt = at
  }

  private addDepth({ at, depthUsd6 }: CoarseRow): void {
    const before = this.depthAt ?? at - segmentSec
    const segments = Math.floor((at - before) / segmentSec)
    const figure = BigInt(depthUsd6)
    for (let segment = 0; segment < segments; segment++) this.depthRef.add(figure)
    if (segments > 0) this.depthAt = at
  }
}
