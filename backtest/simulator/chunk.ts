import { logRatio } from '../../core/logRatio.ts'
import type { Steps } from '../../market/steps.ts'
import { roundUsd6 } from '../../strategy/roundUsd6.ts'
import { type FillSettings, fillsInPool } from '../settings.ts'
import { MarketFigureError } from './errors.ts'

/** Steps, and what all rules need of them besides: made once a chunk. Index i is a step; the arrays may be longer. */
export interface Chunk {
  steps: Steps
  /** Of the step before, 1e6 = $1; at the market's first step, of itself. */
  priceBeforeUsd6: Float64Array
  logReturn: Float64Array
  elapsedSec: Float64Array
  /** Base fee and tip, wei per unit of gas. */
  feePerGas: Float64Array
  gasUsd6: Float64Array
  /** Of the latest observation; NaN before any. */
  varianceWad: Float64Array
  /** Of the further assets of a basket, as of each step. */
  otherPricesUsd6: readonly Float64Array[]
}

type Column = Exclude<keyof Chunk, 'steps' | 'otherPricesUsd6'>

/** Makes chunks of consecutive steps. The arrays of a chunk are used again for the next one. */
export class ChunkMaker {
  private columns = createColumns(0)
  private atBefore = Number.NaN
  private priceBefore = Number.NaN
  private variance: number

  private readonly fill: FillSettings

  /** `startVarianceWad`: known before the first observation; 0: none. */
  constructor(fill: FillSettings, startVarianceWad: bigint) {
    this.fill = fill
    this.variance = startVarianceWad > 0n ? Number(startVarianceWad) : Number.NaN
  }

  /**
   * @throws MarketFigureError if the clock does not rise, or a price, the depth or the gas price is missing where it is needed.
   */
  make(steps: Steps, otherPricesUsd6: readonly Float64Array[]): Chunk {
    if (this.columns.gasUsd6.length < steps.count) this.columns = createColumns(steps.count)
    const { priceBeforeUsd6, logReturn, elapsedSec } = this.columns
    for (let index = 0; index < steps.count; index++) {
      const at = steps.at[index] as number
      const price = steps.priceUsd6[index] as number
      const isFirst = Number.isNaN(this.atBefore)
      const before = isFirst ? price : this.priceBefore
      this.check(steps, index, at, price)
      priceBeforeUsd6[index] = before
      elapsedSec[index] = isFirst ? 0 : at - this.atBefore
      logReturn[index] = price === before ? 0 : logRatio(price, before)
      this.atBefore = at
      this.priceBefore = price
    }
    this.addGas(steps)
    this.addVariance(steps)
    return { steps, otherPricesUsd6, ...this.columns }
  }

  private check(steps: Steps, index: number, at: number, price: number): void {
    if (at <= this.atBefore || !Number.isFinite(at)) {
      throw new MarketFigureError('at', at, at, `it must be later than ${this.atBefore}`)
    }
    if (!(price > 0 && price < Infinity)) {
      throw new MarketFigureError('priceUsd6', at, price, 'a price is above 0')
    }
    const depth = steps.depthUsd6[index] as number
    if (fillsInPool(this.fill) && !(depth >= 0 && depth < Infinity)) {
      const allowed = 'record a depth, assume one in market.json, or fill on a perpetual'
      throw new MarketFigureError('depthUsd6', at, depth, allowed)
    }
  }

  private addGas(steps: Steps): void {
    const { feePerGas, gasUsd6 } = this.columns
    const { gasUnits, priorityFeePerGas } = this.fill
    for (let index = 0; index < steps.count; index++) {
      const perGas = (steps.baseFeePerGas[index] as number) + priorityFeePerGas
      const native = steps.nativePriceUsd6[index] as number
      const gas = gasUnits === 0 ? 0 : roundUsd6(((gasUnits * perGas) / 1e18) * native)
      if (!(gas >= 0 && gas < Infinity)) {
        const field = Number.isNaN(native) ? 'nativePriceUsd6' : 'baseFeePerGas'
        const allowed = Number.isNaN(native)
          ? 'import with --native-price, or with --native-coin where gas is paid in the asset'
          : 'import headers or gas prices beside it (market import --format blocks, gas-minutes or gas-days)'
        throw new MarketFigureError(field, steps.at[index] as number, Number.NaN, allowed)
      }
      feePerGas[index] = perGas
      gasUsd6[index] = gas
    }
  }

  private addVariance(steps: Steps): void {
    const { varianceWad } = this.columns
    let next = 0
    for (let index = 0; index < steps.count; index++) {
      const at = steps.at[index] as number
      let known = steps.observations[next]
      while (known !== undefined && known.at <= at) {
        this.variance = Number(known.observation.varianceWad)
        known = steps.observations[++next]
      }
      varianceWad[index] = this.variance
    }
  }
}

function createColumns(length: number): Record<Column, Float64Array> {
  return {
    priceBeforeUsd6: new Float64Array(length),
    logReturn: new Float64Array(length),
    elapsedSec: new Float64Array(length),
    feePerGas: new Float64Array(length),
    gasUsd6: new Float64Array(length),
    varianceWad: new Float64Array(length),
  }
}
