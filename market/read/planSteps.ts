import { SEGMENT_SEC } from '../../observation/periods.ts'
import { MarketFileError } from '../errors.ts'
import { MANIFEST_FILE, type Market, type PartitionKind } from '../manifest.ts'
import type { Duties } from '../stepFigures.ts'
import { joinPath } from './marketFiles.ts'
import { listStreams, type Stream } from './readStream.ts'

/** Who gives what of a market's steps. */
export interface StepPlan {
  streams: readonly Stream[]
  /** A step is a row of this one: the finest of the pools and prices, of equal ones a pool. */
  clock: Stream
  duties: Duties
  /** `segments`: by 120 s from blocks, recorded or made. `rows`: from the steps' own figures. `none`: a figure is not recorded. */
  observations: 'segments' | 'rows' | 'none'
  /** Whose rows are the pool's events. */
  events: Stream
  hasBlocks: boolean
  hasGas: boolean
}

/** @throws MarketFileError if neither a pool nor a price is recorded, or the streams do not fit. */
export function planSteps(market: Market): StepPlan {
  const streams = listStreams(market)
  const { chain, venue } = market.manifest
  const findAll = (kind: PartitionKind) => streams.filter((stream) => stream.kind === kind)
  const has = (kind: PartitionKind, column: string) =>
    findAll(kind).some((stream) => stream.has(column))
  const [pools, prices] = [findAll('pool'), findAll('price')]
  const priced = prices.filter((stream) => stream.has('priceUsd6'))
  const clock = [...pools, ...priced].reduce<Stream | undefined>(finer, undefined)
  if (clock === undefined) {
    const file = joinPath(market.folder, MANIFEST_FILE)
    throw new MarketFileError(
      file,
      'has neither a pool nor a price of the asset; give another market',
    )
  }
  const hasDepth = has('price', 'depthUsd6')
  const duties: Duties = {
    hasPrice: priced.length > 0,
    hasDepth,
    hasPerp: has('price', 'perpPriceUsd6'),
    volume: has('price', 'volumeUsd6') ? 'price' : has('pool', 'inAmount0') ? 'pool' : 'none',
  }
  const [hasBlocks, hasGas] = [findAll('block').length > 0, findAll('gas').length > 0]
  const isKnown =
    (hasBlocks || hasGas || chain.baseFeePerGas !== undefined) &&
    (pools.length > 0 || hasDepth || venue.depthUsd6 !== undefined)
  const isFine = stepOf(clock) <= Number(SEGMENT_SEC)
  const finePool = pools.find((stream) => stepOf(stream) <= Number(SEGMENT_SEC))
  const observations = !isKnown ? 'none' : isFine ? 'segments' : 'rows'
  return { streams, clock, duties, observations, events: finePool ?? clock, hasBlocks, hasGas }
}

/** A pool's rows without a usual distance are events, finer than any; prices without one come when they come. */
function stepOf({ kind, stepSec }: Stream): number {
  return stepSec ?? (kind === 'pool' ? 0 : Number.POSITIVE_INFINITY)
}

function finer(best: Stream | undefined, stream: Stream): Stream {
  return best === undefined || stepOf(stream) < stepOf(best) ? stream : best
}
