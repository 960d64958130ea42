/**
 * What the index measures of a market, as a pure function of raw block headers, raw logs and what contracts told at
 * the closing blocks: without a network, a clock or the index. The bots' and verifiers' own way to an observation.
 */
export {
  type CautiousFigures,
  CautiousWindow,
  computeCautious,
  type MedianFigures,
} from './cautious.ts'
export { createBloomTest, type LogFilter } from './createBloomTest.ts'
export { type DepthLevel, depthLevelsBps, type TokenAmounts } from './depthLevels.ts'
export {
  EventOrderError,
  HeaderOrderError,
  LiquidityBelowZeroError,
  LogMismatchError,
  TickOutOfRangeError,
} from './errors.ts'
export {
  computeHeaderSegments,
  type Header,
  HeaderAccumulator,
  type HeaderSegment,
  type MeasuredHeader,
} from './headerSegments.ts'
export {
  computeMarketSegments,
  type DepthLevelUsd6,
  MarketAccumulator,
  type MarketSegment,
  type MeasuredSource,
} from './marketSegments.ts'
export {
  computeObservation,
  computeObservations,
  computeSegmentsBySource,
  type Dated,
  type MarketHistory,
  type MarketObservation,
  type ObservationInput,
  planReadings,
} from './observations.ts'
export {
  computePoolSegments,
  PoolAccumulator,
  type PoolSegment,
} from './poolAccumulator.ts'
export {
  decodePoolLogs,
  type LiquidityEvent,
  type PoolEvent,
  type PriceEvent,
  poolEventTopics,
  type RawLog,
} from './poolEvents.ts'
export type { Reading, ReadingRequest, Readings } from './readings.ts'
export type { Source } from './source.ts'
export { computeSqrtPriceX96 } from './tickMath.ts'
