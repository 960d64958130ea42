import { type ParameterField, type Policy, parameterCaps, parameterMax } from '../core/fields.ts'
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
  /** The type's largest value, where it stands for "no limit"; allowed beside the range. */
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
  // Less fear of cost narrows the band and quickens the rate, but makes the lot smaller.
  spec('riskAversion', 'riskAversionE4', 'e4', 1_000n, 10_000_000n),
  spec('curvature', 'curvaturePips', 'e6', 1n, 100_000_000n),
  spec('curvatureCap', 'curvatureCapPips', 'e6', 1n, 100_000_000n),
  spec('poolFee', 'poolFeePips', 'pips', 1n, 100_000n, 'down'),
  // Dearer gas widens the band, but brings a trade further back and makes the lot larger; so does all that moves its price.
  spec('gas', 'gasUnits', 'gas', 21_000n, 10_000_000n),
  spec('txSize', 'txBytes', 'bytes', 0n, 131_072n),
  spec('priorityFee', 'priorityFeePerGas', 'gwei', 0n, 1_000_000_000_000n),
  spec('epoch', 'epochSec', 'sec', 60n, 604_800n),
  spec('slippageCap', 'slippageCapPips', 'pips', 1n, 500_000n),
  spec('inclusionBlocks', 'inclusionBlocks', 'blocks', 0n, 4_096n),
  spec('gasTarget', 'gasTargetPips', 'pips', 1n, 1_000_000n),
  spec('baseFeeDenominator', 'baseFeeDenominator', 'count', 0n, 65_535n),
  spec('executionDelay', 'executionDelaySec', 'sec', 1n, 86_400n, 'down'),
  spec('viscosity', 'viscosityE4', 'e4', 0n, 40_000n, 'down'),
  spec('z', 'zE4', 'e4', 0n, 100_000n, 'down'),
  spec('zJump', 'zJumpE4', 'e4', 0n, 100_000n, 'down'),
] as readonly (FieldSpec & { field: keyof Policy })[]

const parameterUnits: readonly (readonly [
  name: string,
  field: ParameterField,
  unit: Unit,
  looser: 'up' | 'down',
])[] = [
  ['aggressiveness', 'aggressivenessPips', 'pips', 'up'],
  ['band', 'bandPips', 'pips', 'down'],
  ['maxTrade', 'maxTradeUsd', 'usd', 'up'],
  ['interval', 'intervalSec', 'sec', 'down'],
  ['cppiMultiplier', 'cppiMultiplierE3', 'e3', 'up'],
  ['guard', 'guardPips', 'pips', 'down'],
  ['lot', 'lotPips', 'pips', 'up'],
  ['return', 'returnPips', 'pips', 'down'],
]

type ParameterSpec = FieldSpec & { field: ParameterField }

/** A vector within the model's caps. Where the cap is the type's largest value, that value is no limit. */
export const vectorSpecs: readonly ParameterSpec[] = parameterUnits.map(
  ([name, field, unit, looser]) => {
    const max = parameterCaps[field]
    const own = { name, field, unit, looser, min: 0n, max }
    return max === parameterMax[field] ? { ...own, noLimit: max } : own
  },
)

/** The most of a ratio that the contract writes down as used of a budget: 26 bits of a slot. */
const USED_RATIO_MAX = 67_108_863n // 6,710.8863 %
const ratios: readonly ParameterField[] = [
  'aggressivenessPips',
  'bandPips',
  'guardPips',
  'lotPips',
  'returnPips',
]

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
  max: vectorSpecs,
  stepUp: limitSpecs((own) => (own === 'up' ? 'up' : 'down')),
  stepDown: limitSpecs((own) => (own === 'down' ? 'up' : 'down')),
  budget: limitSpecs(() => 'up').map((own) =>
    ratios.includes(own.field) ? { ...own, max: USED_RATIO_MAX } : own,
  ),
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
  // The most of any chain, Arbitrum; most keep fewer hashes, which `completeDraft` looks at.
  spec('reportAgeBlocks', 'reportAgeBlocks', 'blocks', 1n, 393_168n, 'up'),
] as readonly (FieldSpec & { field: keyof Freshness })[]

/** How fast and how old values on another chain may be (contracts/interfaces/bridge/IRemoteParameters.sol). */
export interface RemoteTiming {
  epochSec: bigint
  maxAgeSec: bigint
  messageAgeSec: bigint
}

export const timingSpecs: readonly (FieldSpec & { field: keyof RemoteTiming })[] = [
  // A longer epoch gives a messenger that lies fewer steps.
  spec('epoch', 'epochSec', 'sec', 60n, 604_800n, 'down'),
  spec('maxAge', 'maxAgeSec', 'sec', 60n, YEAR_SEC, 'up'),
  spec('messageAge', 'messageAgeSec', 'sec', 1n, YEAR_SEC, 'up'),
] as readonly (FieldSpec & { field: keyof RemoteTiming })[]

type SourceField =
  | 'segmentOffsetSec'
  | 'startVarianceWad'
  | 'startDepthRefUsd6'
  | 'maxPriceDeviationPips'

/**
 * The numbers of a source: when segments begin, where the two averages start (0: at the first measured figure), and how
 * far the mean price may be from the signed one (0 without a feed).
 */
export const sourceSpecs: readonly (FieldSpec & { field: SourceField })[] = [
  spec('segmentOffset', 'segmentOffsetSec', 'sec', 0n, 119n),
  spec('startVariance', 'startVarianceWad', 'wad', 0n, 9_000_000_000_000_000_000n),
  spec('startDepthRef', 'startDepthRefUsd6', 'usd6', 0n, 10_000_000_000_000_000_000n),
  spec('maxPriceDeviation', 'maxPriceDeviationPips', 'pips', 0n, 500_000n, 'up'),
] as readonly (FieldSpec & { field: SourceField })[]

/** What a source has beside numbers with a unit, in the order of documents. */
export const plainSourceFields = [
  { name: 'pool', form: 'address' },
  { name: 'nativePool', form: 'address' },
  { name: 'portfolio', form: 'address' },
  { name: 'gasPriceOracle', form: 'address' },
  { name: 'isQuoteToken0', form: 'flag' },
  { name: 'quoteDecimals', form: 'count' },
  { name: 'isNativeToken0', form: 'flag' },
  { name: 'nativeQuoteDecimals', form: 'count' },
  { name: 'hasGasLimit', form: 'flag' },
  { name: 'priceFeed', form: 'address' },
] as const
