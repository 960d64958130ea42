/**
 * The domain of the model, typed from the specification and not from the code under test: one line
 * for each field, in the order that every engine uses. `min` and `max` are inclusive.
 */
export interface Range {
  readonly min: bigint
  readonly max: bigint
}

export const observationDomain = {
  baseFeePerGas: { min: 0n, max: 10n ** 14n },
  gasUsedRatioPips: { min: 0n, max: 1_000_000n },
  nativePriceUsd6: { min: 0n, max: 10n ** 11n },
  depthUsd6: { min: 0n, max: 10n ** 19n },
  depthRefUsd6: { min: 0n, max: 10n ** 19n },
  varianceWad: { min: 0n, max: 9n * 10n ** 18n },
  navUsd6: { min: 1n, max: 10n ** 19n },
} as const satisfies Record<string, Range>

export const policyDomain = {
  riskAversionE4: { min: 1_000n, max: 10_000_000n },
  targetWeightPips: { min: 1n, max: 999_999n },
  poolFeePips: { min: 1n, max: 100_000n },
  gasUnits: { min: 21_000n, max: 10_000_000n },
  priorityFeePerGas: { min: 0n, max: 10n ** 12n },
  epochSec: { min: 60n, max: 604_800n },
  slippageCapPips: { min: 1n, max: 500_000n },
  inclusionBlocks: { min: 0n, max: 32n },
  executionDelaySec: { min: 1n, max: 86_400n },
  viscosityE4: { min: 0n, max: 40_000n },
  zE4: { min: 0n, max: 100_000n },
} as const satisfies Record<string, Range>

/** Smallest and largest value that an output can take, whatever the input. */
export const parameterRange = {
  aggressivenessPips: { min: 0n, max: 1_000_000n },
  bandPips: { min: 0n, max: 1_000_000n },
  maxTradeUsd6: { min: 0n, max: 2n ** 64n - 1n },
  minIntervalSec: { min: 60n, max: 2n ** 32n - 1n },
  cppiMultiplierE3: { min: 0n, max: 65_535n },
  guardPips: { min: 0n, max: 4_000_000n },
} as const satisfies Record<string, Range>

export type ObservationField = keyof typeof observationDomain
export type PolicyField = keyof typeof policyDomain
export type ParameterField = keyof typeof parameterRange

export type Observation = Record<ObservationField, bigint>
export type Policy = Record<PolicyField, bigint>
export type Parameters = Record<ParameterField, bigint>

/** One input of the model. */
export interface Row {
  observation: Observation
  policy: Policy
}

export const observationFields = Object.keys(observationDomain) as ObservationField[]
export const policyFields = Object.keys(policyDomain) as PolicyField[]
export const parameterFields = Object.keys(parameterRange) as ParameterField[]
