// The latest figures of a market, and the columns of steps that are made of them.

import { computeDepthUsd6 } from '../observation/valuation.ts'
import type { Manifest } from './manifest.ts'
import type { Steps, TimedMarketObservation } from './steps.ts'
import { poolTokens, TickPrices } from './ticks.ts'

/** Steps that are handed over at once. */
const STEPS_PER_CHUNK = 8_192

const stepColumns = [
  'at',
  'priceUsd6',
  'lowUsd6',
  'highUsd6',
  'depthUsd6',
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'fundingPips9',
  'perpPriceUsd6',
  'perpLowUsd6',
  'perpHighUsd6',
  'impliedVarianceWad',
  'volumeUsd6',
  'liquidity',
] as const satisfies readonly (keyof Steps)[]

type StepColumns = Pick<Steps, (typeof stepColumns)[number]>

/** Reads one cell of a row; undefined where its record has no such column. */
export type ReadCell = (column: string) => number | undefined

/** What a record may give that others may as well: the first of them in this list does. */
export interface Duties {
  /** A price partition gives the asset's price; else a pool does. */
  hasPrice: boolean
  /** A price partition gives the depth, else a pool. */
  hasDepth: boolean
  hasPerp: boolean
  /** Who gives the volume. */
  volume: 'price' | 'pool' | 'none'
}

/** One price, and how far it went since the step before. */
class PriceRange {
  last = Number.NaN
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY

  /** Some records have a price outside its own low and high: the worst of all counts. */
  add(last: number, low: number, high: number): void {
    this.last = last
    this.low = Math.min(this.low, low, last)
    this.high = Math.max(this.high, high, last)
  }

  /** The next step begins. */
  reset(): void {
    this.low = Number.POSITIVE_INFINITY
    this.high = Number.NEGATIVE_INFINITY
  }
}

/** Takes up rows, and writes steps. */
export class StepFigures {
  readonly prices = new TickPrices()
  baseFeePerGas: number
  gasUsedRatioPips: number
  depthUsd6: number
  /** Raw units; undefined before a pool is known. */
  liquidity: bigint | undefined
  /** At which the pool stands. */
  tick = 0
  private readonly price = new PriceRange()
  private readonly perp = new PriceRange()
  private liquidityRaw = Number.NaN
  private nativePriceUsd6: number
  private funding = 0
  private volumeUsd6 = 0
  private impliedVarianceWad = Number.NaN
  private readonly duties: Duties
  private readonly columns = createStepColumns()
  private count = 0
  private observations: TimedMarketObservation[] = []

  constructor({ chain, venue }: Pick<Manifest, 'chain' | 'venue'>, duties: Duties) {
    this.duties = duties
    this.baseFeePerGas = chain.baseFeePerGas ?? Number.NaN
    this.gasUsedRatioPips = chain.gasTargetPips
    this.depthUsd6 = venue.depthUsd6 ?? Number.NaN
    this.nativePriceUsd6 = chain.nativePriceUsd6 ?? Number.NaN
  }

  get priceUsd6(): number {
    return this.price.last
  }

  /** Price of the native coin: of the asset itself where it has none of its own. */
  get nativeUsd6(): number {
    return Number.isNaN(this.nativePriceUsd6) ? this.price.last : this.nativePriceUsd6
  }

  /** What the native coin costs; undefined where it is the asset. */
  get ownNativePriceUsd6(): bigint | undefined {
    return Number.isNaN(this.nativePriceUsd6) ? undefined : BigInt(this.nativePriceUsd6)
  }

  get isFull(): boolean {
    return this.count === STEPS_PER_CHUNK
  }

  get hasSteps(): boolean {
    return this.count > 0
  }

  /** @param liquidity raw units. */
  takePool(read: ReadCell, liquidity: bigint): void {
    const { duties, prices } = this
    const readPrice = (column: string) => prices.getUsd6(read(column) as number)
    this.tick = read('closeTick') as number
    if (!duties.hasPrice) {
      // A higher tick is a lower price.
      this.price.add(readPrice('closeTick'), readPrice('highestTick'), readPrice('lowestTick'))
    }
    if (liquidity !== this.liquidity) {
      this.liquidity = liquidity
      this.liquidityRaw = Number(liquidity)
    }
    if (!duties.hasDepth) {
      const sqrtPriceX96 = prices.getSqrtX96(this.tick)
      this.depthUsd6 = Number(computeDepthUsd6(liquidity, sqrtPriceX96, poolTokens))
    }
  }

  /** Paid in by traders, raw units. */
  takePoolVolume(inAmount0: bigint, inAmount1: bigint): void {
    if (this.duties.volume !== 'pool') return
    const value = (Number(inAmount1) * this.prices.getUsd6(this.tick)) / 1e18
    this.volumeUsd6 += Number(inAmount0) + Math.round(value)
  }

  takePrice(read: ReadCell): void {
    const [price, perp] = [read('priceUsd6'), read('perpPriceUsd6')]
    if (price !== undefined) {
      this.price.add(price, read('lowUsd6') ?? price, read('highUsd6') ?? price)
    }
    if (perp !== undefined) {
      this.perp.add(perp, read('perpLowUsd6') ?? perp, read('perpHighUsd6') ?? perp)
    }
    this.depthUsd6 = read('depthUsd6') ?? this.depthUsd6
    this.volumeUsd6 += read('volumeUsd6') ?? 0
  }

  takeGas(read: ReadCell): void {
    this.baseFeePerGas = read('baseFeePerGas') as number
    this.gasUsedRatioPips = read('gasUsedRatioPips') ?? this.gasUsedRatioPips
    this.nativePriceUsd6 = read('nativePriceUsd6') ?? this.nativePriceUsd6
  }

  takeFunding(fundingPips9: number): void {
    this.funding += fundingPips9
  }

  takeVolatility(impliedVarianceWad: number): void {
    this.impliedVarianceWad = impliedVarianceWad
  }

  addObservations(observations: readonly TimedMarketObservation[]): void {
    for (const observation of observations) this.observations.push(observation)
  }

  /** Of what became known, only the last still matters. */
  forgetObservations(): void {
    if (this.observations.length > 1) this.observations.splice(0, this.observations.length - 1)
  }

  /** Ends a step: its lows, highs and sums begin anew. */
  skipStep(): void {
    this.price.reset()
    this.perp.reset()
    this.funding = 0
    this.volumeUsd6 = 0
  }

  addStep(at: number): void {
    const { columns, count: index, price, perp } = this
    columns.at[index] = at
    columns.priceUsd6[index] = price.last
    columns.lowUsd6[index] = Math.min(price.low, price.last)
    columns.highUsd6[index] = Math.max(price.high, price.last)
    columns.depthUsd6[index] = this.depthUsd6
    columns.baseFeePerGas[index] = this.baseFeePerGas
    columns.gasUsedRatioPips[index] = this.gasUsedRatioPips
    columns.nativePriceUsd6[index] = this.nativeUsd6
    columns.fundingPips9[index] = this.funding
    const asset = this.duties.hasPerp ? perp : price
    columns.perpPriceUsd6[index] = asset.last
    columns.perpLowUsd6[index] = Math.min(asset.low, asset.last)
    columns.perpHighUsd6[index] = Math.max(asset.high, asset.last)
    columns.impliedVarianceWad[index] = this.impliedVarianceWad
    columns.volumeUsd6[index] = this.duties.volume === 'none' ? NaN : this.volumeUsd6
    columns.liquidity[index] = this.liquidityRaw
    this.count++
    this.skipStep()
  }

  /** The steps so far; their columns are filled anew by the next `addStep`. */
  takeSteps(): Steps {
    const { count, columns, observations } = this
    this.count = 0
    this.observations = []
    const cut = (column: Float64Array) =>
      count === STEPS_PER_CHUNK ? column : column.subarray(0, count)
    return { count, ...mapColumns((name) => cut(columns[name])), observations }
  }
}

function createStepColumns(): StepColumns {
  return mapColumns(() => new Float64Array(STEPS_PER_CHUNK))
}

function mapColumns(make: (name: keyof StepColumns) => Float64Array): StepColumns {
  return Object.fromEntries(stepColumns.map((name) => [name, make(name)])) as unknown as StepColumns
}
