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
  dataFeeWei: { min: 0n, max: 10n ** 19n },
  curvaturePips: { min: 0n, max: 10n ** 8n },
  horizonSec: { min: 0n, max: 315_576_000n },
} as const satisfies Record<string, Range>

export const policyDomain = {
  riskAversionE4: { min: 1_000n, max: 10_000_000n },
  curvaturePips: { min: 1n, max: 10n ** 8n },
  curvatureCapPips: { min: 1n, max: 10n ** 8n },
  poolFeePips: { min: 1n, max: 100_000n },
  gasUnits: { min: 21_000n, max: 10_000_000n },
  txBytes: { min: 0n, max: 131_072n },
  priorityFeePerGas: { min: 0n, max: 10n ** 12n },
  epochSec: { min: 60n, max: 604_800n },
  slippageCapPips: { min: 1n, max: 500_000n },
  inclusionBlocks: { min: 0n, max: 4_096n },
  gasTargetPips: { min: 1n, max: 1_000_000n },
  baseFeeDenominator: { min: 0n, max: 65_535n },
  executionDelaySec: { min: 1n, max: 86_400n },
  viscosityE4: { min: 0n, max: 40_000n },
  zE4: { min: 0n, max: 100_000n },
  zJumpE4: { min: 0n, max: 100_000n },
} as const satisfies Record<string, Range>

/** Smallest and largest value that an output can take, whatever the input. */
export const parameterRange = {
  aggressivenessPips: { min: 0n, max: 1_000_000n },
  bandPips: { min: 0n, max: 1_000_000n },
  maxTradeUsd: { min: 0n, max: 2n ** 40n - 1n },
  intervalSec: { min: 60n, max: 2n ** 32n - 1n },
  cppiMultiplierE3: { min: 0n, max: 65_535n },
  guardPips: { min: 0n, max: 4_000_000n },
  lotPips: { min: 0n, max: 1_000_000n },
  returnPips: { min: 0n, max: 1_000_000n },
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

/** One field of a row; `curvaturePips` is in both groups. */
export type InputField =
  | { readonly group: 'observation'; readonly field: ObservationField }
  | { readonly group: 'policy'; readonly field: PolicyField }

export const inputFields: readonly InputField[] = [
  ...observationFields.map((field) => ({ group: 'observation', field }) as const),
  ...policyFields.map((field) => ({ group: 'policy', field }) as const),
]

export function rangeOf(input: InputField): Range {
  return input.group === 'observation' ? observationDomain[input.field] : policyDomain[input.field]
}

export function fieldValue(row: Row, input: InputField): bigint {
  return input.group === 'observation' ? row.observation[input.field] : row.policy[input.field]
}

/** The row with one field replaced. */
export function withField(row: Row, input: InputField, value: bigint): Row {
  return input.group === 'observation'
    ? { observation: { ...row.observation, [input.field]: value }, policy: row.policy }
    : { observation: row.observation, policy: { ...row.policy, [input.field]: value } }
}
