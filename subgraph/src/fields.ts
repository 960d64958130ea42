// The fields of the contracts' structs, in their order: what stores a version and what compares two of them.

import { Entity, ethereum, Value } from '@graphprotocol/graph-ts'

export const VECTOR_FIELDS: string[] = [
  'aggressivenessPips',
  'bandPips',
  'maxTradeUsd6',
  'minIntervalSec',
  'cppiMultiplierE3',
  'guardPips',
]

export const POLICY_FIELDS: string[] = [
  'riskAversionE4',
  'targetWeightPips',
  'poolFeePips',
  'gasUnits',
  'priorityFeePerGas',
  'epochSec',
  'slippageCapPips',
  'inclusionBlocks',
  'executionDelaySec',
  'viscosityE4',
  'zE4',
]

/** The vectors of bounds; the two fields that follow are BOUNDS_FIELDS. */
export const BOUNDS_VECTORS: string[] = ['min', 'max', 'stepUp', 'stepDown', 'budget']

export const BOUNDS_FIELDS: string[] = ['budgetWindowSec', 'cooldownSec']

export const FRESHNESS_FIELDS: string[] = ['maxAgeSec', 'reportAgeSec', 'reportAgeBlocks']

export const SOURCE_FIELDS: string[] = [
  'pool',
  'nativePool',
  'portfolio',
  'isQuoteToken0',
  'quoteDecimals',
  'isNativeToken0',
  'nativeQuoteDecimals',
]

export const OBSERVATION_FIELDS: string[] = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
  'navUsd6',
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
