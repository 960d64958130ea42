import type { Steps, TimedMarketObservation } from '../../../market/steps.ts'

/** Columns of hand-made steps: what is not given is plain. */
export interface StepFigures extends Partial<Record<Column, readonly number[]>> {
  priceUsd6: readonly number[]
  observations?: readonly TimedMarketObservation[]
}

type Column = Exclude<keyof Steps, 'count' | 'observations'>

/** Midnight of 2023-11-15, UTC. */
export const START_AT = 1_700_006_400

/** Steps of a minute from `START_AT` on: depth $100M, gas 30 gwei, ether $2,000; low, high and the perpetual as the price. */
export function makeSteps(figures: StepFigures): Steps {
  const { priceUsd6, observations = [] } = figures
  const column = (name: Column, plain: (index: number) => number): Float64Array => {
    const given = figures[name]
    return Float64Array.from(priceUsd6, (_, index) => given?.[index] ?? plain(index))
  }
  const price = (index: number): number => priceUsd6[index] as number
  const perp = (index: number): number => figures.perpPriceUsd6?.[index] ?? price(index)
  return {
    count: priceUsd6.length,
    at: column('at', (index) => START_AT + 60 * index),
    priceUsd6: Float64Array.from(priceUsd6),
    lowUsd6: column('lowUsd6', price),
    highUsd6: column('highUsd6', price),
    depthUsd6: column('depthUsd6', () => 100e12),
    baseFeePerGas: column('baseFeePerGas', () => 30e9),
    gasUsedRatioPips: column('gasUsedRatioPips', () => 500_000),
    nativePriceUsd6: column('nativePriceUsd6', () => 2_000e6),
    fundingPips9: column('fundingPips9', () => 0),
    perpPriceUsd6: column('perpPriceUsd6', price),
    perpLowUsd6: column('perpLowUsd6', perp),
    perpHighUsd6: column('perpHighUsd6', perp),
    impliedVarianceWad: column('impliedVarianceWad', () => Number.NaN),
    volumeUsd6: column('volumeUsd6', () => Number.NaN),
    liquidity: column('liquidity', () => Number.NaN),
    observations,
  }
}

/** The same steps in chunks of so many. */
export async function* cut(steps: Steps, size: number): AsyncGenerator<Steps> {
  for (let from = 0; from < steps.count; from += size) {
    yield slice(steps, from, Math.min(steps.count, from + size))
  }
}

function slice(steps: Steps, from: number, to: number): Steps {
  const columns = Object.entries(steps).flatMap(([name, column]) => {
    return column instanceof Float64Array ? [[name, column.slice(from, to)] as const] : []
  })
  const afterAt = from === 0 ? Number.NEGATIVE_INFINITY : (steps.at[from - 1] as number)
  const untilAt = steps.at[to - 1] as number
  return {
    ...(Object.fromEntries(columns) as unknown as Steps),
    count: to - from,
    observations: steps.observations.filter(({ at }) => at > afterAt && at <= untilAt),
  }
}
