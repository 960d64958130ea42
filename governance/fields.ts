import { type ParameterField, type Policy, parameterMax } from '../core/fields.ts'
import type { Unit } from './units.ts'

/** A number of the contract, as a document has it. */
export interface FieldSpec {
  /** In documents. */
  name: string
  /** In the contract and in memory. */
  field: string
  unit: Unit
  min: bigint
  max: bigint
  /** Up is towards more risk, down is, or neither can be said. */
  looser: 'up' | 'down' | 'neither'
  /** The type's largest value, where it stands for "no limit". */
  noLimit?: bigint
}

const spec = (
  name: string,
  field: string,
  unit: Unit,
  min: bigint,
  max: bigint,
  looser: FieldSpec['looser'] = 'neither',
): FieldSpec => ({ name, field, unit, min, max, looser })

/**
 * The policy, with the model's domain (docs/model.md, section "Policy"). A field has a direction where all that it moves
 * goes the same way: looser as the bounds count it.
 */
export const policySpecs: readonly (FieldSpec & { field: keyof Policy })[] = [
  spec('riskAversion', 'riskAversionE4', 'e4', 1_000n, 10_000_000n, 'up'),
  spec('targetWeight', 'targetWeightPips', 'pips', 1n, 999_999n),
  spec('poolFee', 'poolFeePips', 'pips', 1n, 100_000n, 'down'),
  spec('gas', 'gasUnits', 'gas', 21_000n, 10_000_000n, 'down'),
  spec('priorityFee', 'priorityFeePerGas', 'gwei', 0n, 1_000_000_000_000n, 'down'),
  spec('epoch', 'epochSec', 'sec', 60n, 604_800n),
  spec('slippageCap', 'slippageCapPips', 'pips', 1n, 500_000n),
  spec('inclusionBlocks', 'inclusionBlocks', 'blocks', 0n, 32n, 'down'),
  spec('executionDelay', 'executionDelaySec', 'sec', 1n, 86_400n, 'down'),
  spec('viscosity', 'viscosityE4', 'e4', 0n, 40_000n, 'down'),
  spec('z', 'zE4', 'e4', 0n, 100_000n, 'down'),
] as readonly (FieldSpec & { field: keyof Policy })[]

const parameterUnits: readonly (readonly [
  name: string,
  field: ParameterField,
  unit: Unit,
  looser: 'up' | 'down',
  cap: bigint | undefined,
])[] = [
  ['aggressiveness', 'aggressivenessPips', 'pips', 'up', 1_000_000n],
  ['band', 'bandPips', 'pips', 'down', 1_000_000n],
  ['maxTrade', 'maxTradeUsd6', 'usd6', 'up', undefined],
  ['minInterval', 'minIntervalSec', 'sec', 'down', undefined],
  ['cppiMultiplier', 'cppiMultiplierE3', 'e3', 'up', undefined],
  ['guard', 'guardPips', 'pips', 'down', 4_000_000n],
]

type ParameterSpec = FieldSpec & { field: ParameterField }

/** A vector within the model's caps. */
export const vectorSpecs: readonly ParameterSpec[] = parameterUnits.map(
  ([name, field, unit, looser, cap]) => ({
    name,
    field,
    unit,
    looser,
    min: 0n,
    max: cap ?? parameterMax[field],
  }),
)

/** The same as the largest values allowed: where the model has no cap, there may be no limit. */
const maxSpecs: readonly ParameterSpec[] = vectorSpecs.map((own) =>
  own.max === parameterMax[own.field] ? { ...own, noLimit: own.max } : own,
)

/** Steps or a budget: up to the type's maximum, which lifts the limit. */
const limitSpecs = (looser: (own: 'up' | 'down') => FieldSpec['looser']) =>
  parameterUnits.map(
    ([name, field, unit, own]): ParameterSpec => ({
      name,
      field,
      unit,
      looser: looser(own),
      min: 0n,
      max: parameterMax[field],
      noLimit: parameterMax[field],
    }),
  )

export type BoundsGroup = 'min' | 'max' | 'stepUp' | 'stepDown' | 'budget'

/** The groups of `Bounds`. A larger step towards more risk is looser, one towards less is tighter. */
export const boundsGroups: Readonly<Record<BoundsGroup, readonly ParameterSpec[]>> = {
  min: vectorSpecs,
  max: maxSpecs,
  stepUp: limitSpecs((own) => (own === 'up' ? 'up' : 'down')),
  stepDown: limitSpecs((own) => (own === 'down' ? 'up' : 'down')),
  budget: limitSpecs(() => 'up'),
}

const U32 = 4_294_967_295n
const YEAR_SEC = 31_557_600n

export const boundsSpecs: readonly (FieldSpec & { field: 'budgetWindowSec' | 'cooldownSec' })[] = [
  spec('budgetWindow', 'budgetWindowSec', 'sec', 1n, U32, 'down'),
  spec('cooldown', 'cooldownSec', 'sec', 0n, U32, 'down'),
] as readonly (FieldSpec & { field: 'budgetWindowSec' | 'cooldownSec' })[]

/** How old a value and its evidence may be (contracts/libraries/MarketTypes.sol). */
export interface Freshness {
  maxAgeSec: bigint
  reportAgeSec: bigint
  reportAgeBlocks: bigint
}

export const freshnessSpecs: readonly (FieldSpec & { field: keyof Freshness })[] = [
  spec('maxAge', 'maxAgeSec', 'sec', 60n, YEAR_SEC, 'up'),
  spec('reportAge', 'reportAgeSec', 'sec', 1n, YEAR_SEC, 'up'),
  spec('reportAgeBlocks', 'reportAgeBlocks', 'blocks', 1n, 8_191n, 'up'),
] as readonly (FieldSpec & { field: keyof Freshness })[]
