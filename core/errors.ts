import { fieldMeanings } from './fields.ts'
import { showText } from './showText.ts'
import { strategyFieldMeanings } from './strategyFieldMeanings.ts'

/** Of each line of a message: a page of a proxy in the place of a reason is no message. */
const MAX_LINE_LENGTH = 4_000

/**
 * Every error that this project throws on purpose. `message` is one line that says what was got, what is
 * allowed and what to do; `code` is stable and meant for programs; `cause` is the error underneath, if any.
 *
 * A message quotes files, nodes and contracts: whatever a terminal or a log would obey in it is shown as `showText`
 * shows it, so that no message carries it on. One of several lines comes as its lines.
 */
export class BaseError extends Error {
  readonly code: string

  constructor(
    code: string,
    message: string | readonly string[],
    options: { cause?: unknown } = {},
  ) {
    super([message].flat().map(showLine).join('\n'), options)
    this.code = code
    this.name = new.target.name
  }
}

function showLine(line: string): string {
  const shown = showText(line)
  return shown.length > MAX_LINE_LENGTH ? `${shown.slice(0, MAX_LINE_LENGTH - 1)}…` : shown
}

/**
 * A number lies outside its field's domain. Solidity: `OutOfDomain(bytes32,uint256,uint256,uint256)`.
 * `field` is the bare name of a model's field (`navUsd6`), or a path where a case of bounds does not fit
 * its type (`bounds.stepUp.bandPips`).
 */
export class OutOfDomainError extends BaseError {
  readonly field: string
  readonly value: bigint
  readonly min: bigint
  readonly max: bigint

  constructor(field: string, value: bigint, min: bigint, max: bigint) {
    const meaning =
      fieldMeanings[field as keyof typeof fieldMeanings] ??
      strategyFieldMeanings[field.slice(field.lastIndexOf('.') + 1)] ??
      'a value of its type'
    super(
      'core/out-of-domain',
      `${field} is ${value}, allowed are ${min} to ${max}; give ${meaning}`,
    )
    this.field = field
    this.value = value
    this.min = min
    this.max = max
  }
}

/** A bound's least value is above its largest. Solidity: `BoundsInverted(bytes32,uint256,uint256)`. */
export class BoundsInvertedError extends BaseError {
  readonly field: string
  readonly min: bigint
  readonly max: bigint

  constructor(field: string, min: bigint, max: bigint) {
    super(
      'core/bounds-inverted',
      `${field} is bounded by ${min} to ${max}, allowed is a min up to the max; swap or widen them`,
    )
    this.field = field
    this.min = min
    this.max = max
  }
}

/** The clock is behind the last loosening. Solidity: `ClockBackwards(uint256,uint256)`. Unix seconds. */
export class ClockBackwardsError extends BaseError {
  readonly nowAt: bigint
  readonly lastAt: bigint

  constructor(nowAt: bigint, lastAt: bigint) {
    super(
      'core/clock-backwards',
      `nowAt is ${nowAt}, allowed is ${lastAt} (lastAt) or later; give the time of the block`,
    )
    this.nowAt = nowAt
    this.lastAt = lastAt
  }
}

/** A field is not there. `field` is its path, for example `observation.navUsd6`. */
export class MissingFieldError extends BaseError {
  readonly field: string

  constructor(field: string) {
    super('core/missing-field', `${field} is missing, every field is required; add it`)
    this.field = field
  }
}

/** An unknown field, usually a typing mistake. `field` is its path. */
export class UnknownFieldError extends BaseError {
  readonly field: string

  constructor(field: string) {
    super('core/unknown-field', `${field} is not a known field; correct its name or remove it`)
    this.field = field
  }
}

/** A value of the wrong type. `field` is its path, `got` and `expected` say what was and should be there. */
export class WrongTypeError extends BaseError {
  readonly field: string
  readonly got: string
  readonly expected: string

  constructor(field: string, got: string, expected: string) {
    super('core/wrong-type', `${field} is ${got}; give ${expected}`)
    this.field = field
    this.got = got
    this.expected = expected
  }
}

/** The error for a value of the wrong type at `field`: missing if there is none. */
export function wrongValueError(
  field: string,
  value: unknown,
  expected: string,
): MissingFieldError | WrongTypeError {
  if (value === undefined) return new MissingFieldError(field)
  return new WrongTypeError(field, describeValue(value), expected)
}

function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  const text = String(value)
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text
  return `the ${typeof value} ${typeof value === 'string' ? JSON.stringify(short) : short}`
}

/** An array of lanes does not hold whole rows, or not as many as are wanted. */
export class LaneCountError extends BaseError {
  readonly laneCount: number
  readonly rowLanes: number

  constructor(laneCount: number, rowLanes: number, rowCount?: number) {
    super(
      'core/lane-count',
      rowCount === undefined
        ? `the array holds ${laneCount} lanes, allowed are multiples of ${rowLanes}; give whole rows`
        : `the array for the results holds ${laneCount} lanes, allowed are ${rowLanes * rowCount}; give ${rowLanes} for each of the ${rowCount} rows`,
    )
    this.laneCount = laneCount
    this.rowLanes = rowLanes
  }
}

/** The Wasm core, or the strategies' module beside it, is not there or is another module. `cause` holds the reason. */
export class CoreUnavailableError extends BaseError {
  readonly source: string

  constructor(
    source: string,
    reason: string,
    { name = 'core', ...options }: { name?: 'core' | 'strategies'; cause?: unknown } = {},
  ) {
    super(
      'core/unavailable',
      `the Wasm ${name} ${source} ${reason}; build it with \`npm run setup\``,
      options,
    )
    this.source = source
  }
}

/** The core gave up inside: a defect of the core itself, no input should lead here. */
export class CoreAbortedError extends BaseError {
  constructor(line: number, column: number) {
    super(
      'core/aborted',
      `the Wasm core aborted at line ${line}, column ${column} of its source; report the input`,
    )
  }
}
