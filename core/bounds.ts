import { OutOfDomainError, wrongValueError } from './errors.ts'
import { type ParameterField, type Parameters, parameterFields, parameterMax } from './fields.ts'

/**
 * What token holders allow, per market (docs/model.md, section "Bounds"). `min <= max` in every field. A
 * step of 0 freezes a direction; `parameterMax` as a step or a budget lifts that limit.
 */
export interface Bounds {
  min: Parameters
  max: Parameters
  /** Largest rise of a field in one update. */
  stepUp: Parameters
  /** Largest fall of a field in one update. */
  stepDown: Parameters
  /** How much loosening may add up to within the window. */
  budget: Parameters
  /** The window in which a used budget refills, seconds; u32. */
  budgetWindowSec: bigint
  /** Time after a loosening in which nothing loosens further, seconds; u32. */
  cooldownSec: bigint
}

/** The rolling budget: what was used as of the last loosening. */
export interface Loosening {
  used: Parameters
  /** Time of the last loosening, unix seconds; u40; 0: there was none. */
  lastAt: bigint
}

/** One input of `applyBounds`. */
export interface BoundsCase {
  /** The values in force. */
  current: Parameters
  /** What the model asks for. */
  target: Parameters
  bounds: Bounds
  loosening: Loosening
  /** Time of the update, unix seconds; u40; never before `loosening.lastAt`. */
  nowAt: bigint
  /** Whether the market has taken evidence of this epoch: then only tightening whose step is unlimited moves. */
  isSameEpoch: boolean
}

/** The last limit that moved a field, in the order of the Solidity enum `BoundsLib.Limit`. */
export const limitNames = ['none', 'step', 'budget', 'cooldown', 'min', 'max', 'epoch'] as const
export type Limit = (typeof limitNames)[number]

/** One output of `applyBounds`. */
export interface BoundsOutcome {
  /** The values from now on: always within `min` and `max`. */
  next: Parameters
  /** The value to pass as `loosening` in the next call. */
  loosening: Loosening
  /** Per field, which limit was binding. */
  limits: Record<ParameterField, Limit>
}

const U32_MAX = 0xffff_ffffn
const U40_MAX = 0xff_ffff_ffffn

/** Lanes of one case: seven groups of parameters, two durations, the used budget, two times and the epoch's
 * mark. */
export const boundsInputLanes = 69
/** Lanes of one outcome: next, used, lastAt, limits, status. */
export const boundsOutputLanes = 19

/**
 * Lays a case out as the core reads it. Also the type check for every other engine: a value that fits
 * its lane fits its Solidity type.
 *
 * @throws MissingFieldError or WrongTypeError if a value is not a bigint.
 * @throws OutOfDomainError if a value does not fit its field's type; `field` is the path.
 */
export function writeBoundsCase(lanes: BigUint64Array, offset: number, input: BoundsCase): void {
  const { current, target, bounds, loosening } = input
  writeParameters(lanes, offset, current, 'current')
  writeParameters(lanes, offset + 8, target, 'target')
  writeParameters(lanes, offset + 16, bounds.min, 'bounds.min')
  writeParameters(lanes, offset + 24, bounds.max, 'bounds.max')
  writeParameters(lanes, offset + 32, bounds.stepUp, 'bounds.stepUp')
  writeParameters(lanes, offset + 40, bounds.stepDown, 'bounds.stepDown')
  writeParameters(lanes, offset + 48, bounds.budget, 'bounds.budget')
  lanes[offset + 56] = checkValue(bounds.budgetWindowSec, U32_MAX, 'bounds', 'budgetWindowSec')
  lanes[offset + 57] = checkValue(bounds.cooldownSec, U32_MAX, 'bounds', 'cooldownSec')
  writeParameters(lanes, offset + 58, loosening.used, 'loosening.used')
  lanes[offset + 66] = checkValue(loosening.lastAt, U40_MAX, 'loosening', 'lastAt')
  lanes[offset + 67] = checkValue(input.nowAt, U40_MAX, 'case', 'nowAt')
  lanes[offset + 68] = input.isSameEpoch ? 1n : 0n
}

function writeParameters(
  lanes: BigUint64Array,
  offset: number,
  parameters: Parameters,
  path: string,
): void {
  for (let index = 0; index < parameterFields.length; index++) {
    const field = parameterFields[index] as ParameterField
    lanes[offset + index] = checkValue(parameters[field], parameterMax[field], path, field)
  }
}

function checkValue(value: bigint, max: bigint, path: string, field: string): bigint {
  if (typeof value === 'bigint' && value >= 0n && value <= max) return value
  if (typeof value === 'bigint') throw new OutOfDomainError(`${path}.${field}`, value, 0n, max)
  throw wrongValueError(`${path}.${field}`, value, 'a bigint')
}

/** Names the limits of a packed word: four bits a field, the first field lowest. */
export function decodeLimits(packed: bigint): Record<ParameterField, Limit> {
  const limits = {} as Record<ParameterField, Limit>
  for (const [index, field] of parameterFields.entries()) {
    limits[field] = limitNames[Number((packed >> BigInt(4 * index)) & 15n)] as Limit
  }
  return limits
}
