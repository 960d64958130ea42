import type { Steps } from './steps.ts'

/** The same steps in chunks of at most so many: what reads them is heard from more often. */
export async function* cutSteps(chunks: AsyncIterable<Steps>, rows: number): AsyncGenerator<Steps> {
  for await (const steps of chunks) {
    if (steps.count === 0) yield steps
    for (let from = 0; from < steps.count; from += rows) {
      yield cutChunk(steps, from, Math.min(steps.count, from + rows))
    }
  }
}

function cutChunk(steps: Steps, from: number, to: number): Steps {
  const cut = (column: Float64Array) => column.subarray(from, to)
  const afterAt = from === 0 ? Number.NEGATIVE_INFINITY : (steps.at[from - 1] as number)
  const untilAt = to === steps.count ? Number.POSITIVE_INFINITY : (steps.at[to - 1] as number)
  return {
    count: to - from,
    at: cut(steps.at),
    priceUsd6: cut(steps.priceUsd6),
    lowUsd6: cut(steps.lowUsd6),
    highUsd6: cut(steps.highUsd6),
    depthUsd6: cut(steps.depthUsd6),
    baseFeePerGas: cut(steps.baseFeePerGas),
    gasUsedRatioPips: cut(steps.gasUsedRatioPips),
    nativePriceUsd6: cut(steps.nativePriceUsd6),
    fundingPips9: cut(steps.fundingPips9),
    perpPriceUsd6: cut(steps.perpPriceUsd6),
    perpLowUsd6: cut(steps.perpLowUsd6),
    perpHighUsd6: cut(steps.perpHighUsd6),
    impliedVarianceWad: cut(steps.impliedVarianceWad),
    volumeUsd6: cut(steps.volumeUsd6),
    liquidity: cut(steps.liquidity),
    observations: steps.observations.filter(({ at }) => at > afterAt && at <= untilAt),
  }
}
