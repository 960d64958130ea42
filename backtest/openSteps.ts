import type { Strategies } from '../core/index.ts'
import type { Market } from '../market/manifest.ts'
import type { OptionSnapshot } from '../market/options.ts'
import type { MarketReader } from '../market/read/createMarketReader.ts'
import type { StepRange, Steps } from '../market/steps.ts'
import { SurfaceError } from '../strategy/errors.ts'
import { createSurface } from '../strategy/surface/createSurface.ts'
import { impliedAheadWad } from '../strategy/surface/impliedAhead.ts'

/** After this time a chain says nothing of now. */
const STALE_SEC = 2 * 86_400

/**
 * A market's steps. Where option chains are recorded and no index of implied volatility, the implied variance of a step is that of the
 * latest chain's surface, thirty days ahead; NaN before the first chain, two days after the last, and of a chain without a mark.
 *
 * @throws what `readSteps` and `readOptions` throw.
 */
export async function* openSteps(
  reader: MarketReader,
  market: Market,
  range: StepRange,
  strategies: Strategies,
): AsyncGenerator<Steps> {
  const kinds = market.manifest.partitions.map(({ kind }) => kind)
  const steps = reader.readSteps(market, range)
  if (!kinds.includes('option') || kinds.includes('volatility')) return yield* steps
  const chains = reader.readOptions(market, { to: range.to })
  let next = await chains.next()
  let [chainAt, impliedWad] = [Number.NaN, Number.NaN]
  try {
    for await (const chunk of steps) {
      for (let index = 0; index < chunk.count; index++) {
        const at = chunk.at[index] as number
        while (next.done !== true && next.value.at <= at) {
          chainAt = next.value.at
          impliedWad = readImplied(next.value, strategies)
          next = await chains.next()
        }
        chunk.impliedVarianceWad[index] = at - chainAt <= STALE_SEC ? impliedWad : Number.NaN
      }
      yield chunk
    }
  } finally {
    await chains.return(undefined)
  }
}

function readImplied({ at, quotes }: OptionSnapshot, strategies: Strategies): number {
  try {
    return impliedAheadWad(createSurface(quotes, at, strategies))
  } catch (error) {
    if (error instanceof SurfaceError) return Number.NaN
    throw error
  }
}
