/**
 * Scripts for the bounds: what governance allows, where a market stands, and what the model then asks
 * for, one update after the other. Small numbers are frequent, so that limits meet each other; whole
 * ranges and the ends of the types are there too. Made with fast-check, which shrinks what fails.
 */
import fc, { type Arbitrary } from 'fast-check'
import { type BoundsCase, type BoundsOutcome, typeMax } from '../oracle/bounds.ts'
import { type ParameterField, type Parameters, parameterFields } from '../oracle/domain.ts'
import { clamp, least, most } from '../oracle/integers.ts'

export interface BoundsScript {
  /** The first update. */
  first: BoundsCase
  /** Later updates: each takes over what the one before it left. */
  later: { target: Parameters; waitSec: bigint; isSameEpoch: boolean }[]
}

const U32_MAX = 2n ** 32n - 1n
const LATEST = 2n ** 40n - 1n
const SMALL = 12n

function amount(max: bigint): Arbitrary<bigint> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: SMALL }) },
    { weight: 2, arbitrary: fc.bigInt({ min: 0n, max }) },
    { weight: 1, arbitrary: fc.constantFrom(max, max - 1n, 0n) },
  )
}

function eachField(of: (field: ParameterField) => Arbitrary<bigint>): Arbitrary<Parameters> {
  const fields = Object.fromEntries(parameterFields.map((field) => [field, of(field)]))
  return fc.record(fields) as Arbitrary<Parameters>
}

export const anyParameters: Arbitrary<Parameters> = eachField((field) => amount(typeMax[field]))

function mapFields(of: (field: ParameterField) => bigint): Parameters {
  return Object.fromEntries(parameterFields.map((field) => [field, of(field)])) as Parameters
}

/** One update in four is a further one in its epoch. */
const anyEpoch = fc.nat({ max: 3 }).map((roll) => roll === 0)

const anyTimes = fc.record({
  budgetWindowSec: amount(U32_MAX),
  cooldownSec: amount(U32_MAX),
  lastAt: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 2n ** 39n })),
  sinceSec: amount(2n ** 33n),
})

/** A first update with `min <= max`; the value in force starts inside them, unless `anywhere`. */
function firstCase(anywhere: boolean): Arbitrary<BoundsCase> {
  return fc
    .record({
      ends: fc.tuple(anyParameters, anyParameters),
      current: anyParameters,
      target: anyParameters,
      stepUp: anyParameters,
      stepDown: anyParameters,
      budget: anyParameters,
      used: anyParameters,
      times: anyTimes,
      isSameEpoch: anyEpoch,
    })
    .map(
      ({ ends: [a, b], current, target, stepUp, stepDown, budget, used, times, isSameEpoch }) => {
        const min = mapFields((field) => least(a[field], b[field]))
        const max = mapFields((field) => most(a[field], b[field]))
        const inside = mapFields((field) =>
          clamp(current[field], { min: min[field], max: max[field] }),
        )
        const { budgetWindowSec, cooldownSec, lastAt, sinceSec } = times
        return {
          current: anywhere ? current : inside,
          target,
          bounds: { min, max, stepUp, stepDown, budget, budgetWindowSec, cooldownSec },
          loosening: { used, lastAt },
          nowAt: lastAt + sinceSec,
          isSameEpoch,
        }
      },
    )
}

export const insideCase = firstCase(false)
export const anywhereCase = firstCase(true)

export const anyScript: Arbitrary<BoundsScript> = fc.record({
  first: insideCase,
  later: fc.array(
    fc.record({ target: anyParameters, waitSec: amount(U32_MAX), isSameEpoch: anyEpoch }),
    {
      minLength: 1,
      maxLength: 8,
    },
  ),
})

/** The update after an outcome: same bounds, new target, some time later. */
export function followUp(
  previous: BoundsCase,
  { next, loosening }: BoundsOutcome,
  { target, waitSec, isSameEpoch }: BoundsScript['later'][number],
): BoundsCase {
  const nowAt = least(previous.nowAt + waitSec, LATEST)
  return { current: next, target, bounds: previous.bounds, loosening, nowAt, isSameEpoch }
}
