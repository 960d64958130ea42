// A market's observation at the end of a segment: the more cautious of two medians, both averages, what is told.

import { ethereum } from '@graphprotocol/graph-ts'
import {
  Market,
  MarketSegment,
  MarketWindow,
  Observation,
  PolicyVersion,
} from '../../build/subgraph/generated/schema'
import { evaluateTarget } from './evaluateTarget'
import { floorDivWord, toInt8 } from './integers'
import { higher, lower, medianOfLast } from './median'
import { ToldFigures } from './readTold'

const FAST_SEGMENTS: i32 = 3

/** Segments of the slow median, and the fewest from which there is an observation. */
export const SLOW_SEGMENTS: i32 = 15

/** Saves the observation of a window with enough segments and a variance, and the core's answer to it. */
export function saveObservation(
  market: Market,
  window: MarketWindow,
  segment: MarketSegment,
  policy: PolicyVersion,
  told: ToldFigures,
  block: ethereum.Block,
): void {
  const varianceWad = window.varianceWad
  if (varianceWad === null) return
  const observation = new Observation(segment.id)
  const nowAt = toInt8(block.timestamp)
  const epochSec = toInt8(policy.epochSec)
  observation.market = market.id
  observation.segment = segment.id
  observation.startAt = segment.startAt
  observation.endAt = segment.endAt
  observation.blockNumber = toInt8(block.number)
  observation.blockHash = block.hash
  observation.observedAt = nowAt
  observation.epoch = epochSec > 0 ? floorDivWord(nowAt, epochSec) : 0
  observation.policy = policy.id
  setMedians(observation, window)
  observation.depthRefUsd6 = window.depthRefUsd6
  observation.varianceWad = varianceWad
  observation.navUsd6 = told.navUsd6
  observation.dataFeeWei = told.dataFeeWei
  observation.curvaturePips = told.curvaturePips
  observation.horizonSec = told.horizonSec
  evaluateTarget(observation, policy)
  observation.save()
  window.latestObservation = observation.id
}

function setMedians(observation: Observation, window: MarketWindow): void {
  const baseFees = window.baseFeesPerGas
  const gasUsedRatios = window.gasUsedRatiosPips
  const nativePrices = window.nativePricesUsd6
  const depths = window.depthsUsd6
  observation.fastBaseFeePerGas = medianOfLast(baseFees, FAST_SEGMENTS)
  observation.slowBaseFeePerGas = medianOfLast(baseFees, SLOW_SEGMENTS)
  observation.fastGasUsedRatioPips = medianOfLast(gasUsedRatios, FAST_SEGMENTS)
  observation.slowGasUsedRatioPips = medianOfLast(gasUsedRatios, SLOW_SEGMENTS)
  observation.fastNativePriceUsd6 = medianOfLast(nativePrices, FAST_SEGMENTS)
  observation.slowNativePriceUsd6 = medianOfLast(nativePrices, SLOW_SEGMENTS)
  observation.fastDepthUsd6 = medianOfLast(depths, FAST_SEGMENTS)
  observation.slowDepthUsd6 = medianOfLast(depths, SLOW_SEGMENTS)
  observation.baseFeePerGas = higher(observation.fastBaseFeePerGas, observation.slowBaseFeePerGas)
  observation.gasUsedRatioPips = higher(
    observation.fastGasUsedRatioPips,
    observation.slowGasUsedRatioPips,
  )
  observation.nativePriceUsd6 = higher(
    observation.fastNativePriceUsd6,
    observation.slowNativePriceUsd6,
  )
  observation.depthUsd6 = lower(observation.fastDepthUsd6, observation.slowDepthUsd6)
}
