import type { Hex } from 'viem'
import type { BoundsCase, BoundsOutcome } from './bounds.ts'
import type { CoreExports } from './coreExports.ts'
import type { BoundsInvertedError, ClockBackwardsError, OutOfDomainError } from './errors.ts'
import type {
  Observation,
  ObservationField,
  Parameters,
  Policy,
  PolicyField,
  Row,
} from './fields.ts'

/** Why a case of bounds was refused. */
export type BoundsRefusal = OutOfDomainError | BoundsInvertedError | ClockBackwardsError

/** Both ends belong to it. */
export interface Range {
  readonly min: bigint
  readonly max: bigint
}

/** The model and the bounds, computed by the Wasm core. Same bits as the Solidity libraries. */
export interface Core {
  /**
   * The targets for one observation under one policy (docs/model.md, section "Targets"). Units and rounding
   * are those of `Parameters`; each lies within 1 + 1e-9 of its size of the real value. Sources: Whalley &
   * Wilmott 1997, Altarovici, Muhle-Karbe & Soner 2015, Garleanu & Pedersen 2013, Balder, Brandl & Mahayni
   * 2009, EIP-1559.
   *
   * @throws OutOfDomainError for the first field, in their fixed order, outside its domain.
   * @throws MissingFieldError or WrongTypeError for a value that is not a bigint.
   *
   * @example
   * const core = await loadCore()
   * const { bandPips } = core.evaluate(observation, policy)
   */
  evaluate(observation: Observation, policy: Policy): Parameters

  /**
   * `evaluate` for many rows, several times as fast. A refused row has its error in its place; the others
   * are not touched by it.
   *
   * @throws MissingFieldError or WrongTypeError for a value that is not a bigint: the whole batch.
   */
  evaluateBatch(rows: readonly Row[]): (Parameters | OutOfDomainError)[]

  /**
   * `evaluate` without objects, for millions of rows: 26 lanes in a row (`inputFields`), 9 lanes out
   * (`parameterFields`, then the status: 0, or 1 + the index of the first field outside its domain, and the
   * eight are 0).
   *
   * @throws LaneCountError unless the length is a multiple of 26.
   */
  evaluateLanes(lanes: BigUint64Array): BigUint64Array

  /**
   * The value that the contract makes of a target: stepped, budgeted, and clamped into the bounds (docs/model.md, section
   * "Bounds"). Loosening is up for aggressiveness, trade size, multiplier and lot, down for the others.
   *
   * @throws OutOfDomainError if a value does not fit its field's type; `field` is the path.
   * @throws BoundsInvertedError if a `min` is above its `max`.
   * @throws ClockBackwardsError if `nowAt` is before `loosening.lastAt`.
   * @throws MissingFieldError or WrongTypeError for a value that is not a bigint.
   */
  applyBounds(input: BoundsCase): BoundsOutcome

  /**
   * `applyBounds` for many cases. A refused case has its error in its place.
   *
   * @throws MissingFieldError or WrongTypeError for a value that is not a bigint: the whole batch.
   */
  applyBoundsBatch(inputs: readonly BoundsCase[]): (BoundsOutcome | BoundsRefusal)[]

  /**
   * Checks an observation alone.
   *
   * @throws OutOfDomainError, MissingFieldError or WrongTypeError for its first field that is refused.
   */
  validateObservation(observation: Observation): void

  /**
   * Checks a policy alone, as a proposal needs it.
   *
   * @throws OutOfDomainError, MissingFieldError or WrongTypeError for its first field that is refused.
   */
  validatePolicy(policy: Policy): void

  /** Least and largest value of each input field, both allowed. */
  readonly domain: {
    readonly observation: Readonly<Record<ObservationField, Range>>
    readonly policy: Readonly<Record<PolicyField, Range>>
  }

  /** keccak256 of the Wasm bytes: the algorithm's name in governance. */
  readonly hash: Hex

  /** The raw exports, for callers that lay out the memory themselves. */
  readonly exports: CoreExports
}
