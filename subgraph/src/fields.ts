// The fields of the contracts' structs, in their order: what stores a version and what compares two of them.

import { Entity, ethereum, Value } from '@graphprotocol/graph-ts'

export const VECTOR_FIELDS: string[] = [
  'aggressivenessPips',
  'bandPips',
  'maxTradeUsd',
  'intervalSec',
  'cppiMultiplierE3',
  'guardPips',
  'lotPips',
  'returnPips',
]

export const POLICY_FIELDS: string[] = [
  'riskAversionE4',
  'curvaturePips',
  'curvatureCapPips',
  'poolFeePips',
  'gasUnits',
  'txBytes',
  'priorityFeePerGas',
  'epochSec',
  'slippageCapPips',
  'inclusionBlocks',
  'gasTargetPips',
  'baseFeeDenominator',
  'executionDelaySec',
  'viscosityE4',
  'zE4',
  'zJumpE4',
]

/** The vectors of bounds; the two fields that follow are BOUNDS_FIELDS. */
export const BOUNDS_VECTORS: string[] = ['min', 'max', 'stepUp', 'stepDown', 'budget']

export const BOUNDS_FIELDS: string[] = ['budgetWindowSec', 'cooldownSec']

export const FRESHNESS_FIELDS: string[] = ['maxAgeSec', 'reportAgeSec', 'reportAgeBlocks']

/** Of the configuration of a remote market, after bounds and fallback. */
export const REMOTE_FIELDS: string[] = ['epochSec', 'maxAgeSec', 'messageAgeSec']

export const SOURCE_FIELDS: string[] = [
  'pool',
  'nativePool',
  'portfolio',
  'gasPriceOracle',
  'isQuoteToken0',
  'quoteDecimals',
  'isNativeToken0',
  'nativeQuoteDecimals',
  'hasGasLimit',
  'segmentOffsetSec',
  'startVarianceWad',
  'startDepthRefUsd6',
  'priceFeed',
  'maxPriceDeviationPips',
]

/** In the order of the core's input; the policy's follow. */
export const OBSERVATION_FIELDS: string[] = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
  'navUsd6',
  'dataFeeWei',
  'curvaturePips',
  'horizonSec',
]

/** The targets of an Observation, in the order of VECTOR_FIELDS. */
export const TARGET_FIELDS: string[] = [
  'targetAggressivenessPips',
  'targetBandPips',
  'targetMaxTradeUsd',
  'targetIntervalSec',
  'targetCppiMultiplierE3',
  'targetGuardPips',
  'targetLotPips',
  'targetReturnPips',
]

/** The figures of an EvidenceDifference, in the order of OBSERVATION_FIELDS, then of VECTOR_FIELDS. */
export const DIFFERENCE_FIELDS: string[] = [
  'baseFeePips',
  'gasUsedRatioPips',
  'nativePricePips',
  'depthPips',
  'depthRefPips',
  'variancePips',
  'navPips',
  'dataFeePips',
  'curvaturePips',
  'horizonPips',
  'aggressivenessPips',
  'bandPips',
  'maxTradePips',
  'intervalPips',
  'cppiMultiplierPips',
  'guardPips',
  'lotPips',
  'returnPips',
]

/** Sets the entity's fields to the tuple's numbers from `first` on. */
export function setNumbers(
  entity: Entity,
  names: string[],
  tuple: ethereum.Tuple,
  first: i32 = 0,
): void {
  for (let i = 0; i < names.length; i++) {
    entity.set(names[i], Value.fromBigInt(tuple[first + i].toBigInt()))
  }
}
