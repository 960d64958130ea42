import { maxOf, median, minOf } from './integerMath.ts'
import { FAST_SEGMENTS, SLOW_SEGMENTS } from './periods.ts'

/** The figures of which an observation takes medians; units as in `Observation`. */
export interface MedianFigures {
  baseFeePerGas: bigint
  gasUsedRatioPips: bigint
  nativePriceUsd6: bigint
  depthUsd6: bigint
}

const chooseCautious: Readonly<Record<keyof MedianFigures, (a: bigint, b: bigint) => bigint>> = {
  baseFeePerGas: maxOf,
  gasUsedRatioPips: maxOf,
  nativePriceUsd6: maxOf,
  depthUsd6: minOf,
}

/** The same figures over the last 3 and over the last 15 segments, and the more cautious of the two. */
export interface CautiousFigures {
  fast: MedianFigures
  slow: MedianFigures
  cautious: MedianFigures
}

/**
 * The medians of the last segments of a market.
 *
 * @returns undefined while there are fewer than 15.
 */
export function computeCautious(segments: readonly MedianFigures[]): CautiousFigures | undefined {
  if (segments.length < SLOW_SEGMENTS) return undefined
  const fast = computeMedians(segments.slice(-FAST_SEGMENTS))
  const slow = computeMedians(segments.slice(-SLOW_SEGMENTS))
  const cautious = mapFigures((field) => chooseCautious[field](fast[field], slow[field]))
  return { fast, slow, cautious }
}

function computeMedians(segments: readonly MedianFigures[]): MedianFigures {
  return mapFigures((field) => median(segments.map((segment) => segment[field])))
}

function mapFigures(compute: (field: keyof MedianFigures) => bigint): MedianFigures {
  return {
    baseFeePerGas: compute('baseFeePerGas'),
    gasUsedRatioPips: compute('gasUsedRatioPips'),
    nativePriceUsd6: compute('nativePriceUsd6'),
    depthUsd6: compute('depthUsd6'),
  }
}
