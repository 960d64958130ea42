// Bounds: what happens to a target on chain.
//
// Method:   per field, the target is moved to within a step of the value in force, then into [min,
//           max]. Loosening (towards more risk) is limited further by a rolling budget, refilled
//           linearly, and is nil within the cooldown of the last loosening; tightening is limited
//           by its own step alone. A further update in the same epoch only tightens, and only where
//           that step is lifted: a voted step is a step an epoch.
// Domain:   every value of the fields' types; min <= max; the clock does not run backwards.
// Special:  a step of 0 freezes its direction; the type's maximum lifts a step or a budget.
// Accuracy: exact integers; the refill is rounded down, hence the used budget up.
// Source:   docs/model.md, "Bounds".
// Twin:     contracts/libraries/BoundsLib.sol.

import { mulDivDown } from './mulDiv'

const FIELD_COUNT: i32 = 8

// An input row, in lanes of 64 bits; a vector has eight, in the order of the parameters.
const CURRENT: i32 = 0
const TARGET: i32 = 8
const MIN: i32 = 16
const MAX: i32 = 24
const STEP_UP: i32 = 32
const STEP_DOWN: i32 = 40
const BUDGET: i32 = 48
const BUDGET_WINDOW_SEC: i32 = 56
const COOLDOWN_SEC: i32 = 57
const USED: i32 = 58
const LAST_AT: i32 = 66
const NOW_AT: i32 = 67
const IS_SAME_EPOCH: i32 = 68
export const BOUNDS_INPUT_LANES: i32 = 69

// An output row.
const NEXT: i32 = 0
const NEXT_USED: i32 = 8
const NEXT_LAST_AT: i32 = 16
const LIMITS: i32 = 17
export const BOUNDS_OUTPUT_LANES: i32 = 18

/** The status of a clock that runs backwards; 1 ... 8 name the field whose min is above its max. */
const CLOCK_BACKWARDS: u64 = 9

// What was binding, 4 bits a field.
const LIMIT_NONE: u64 = 0
const LIMIT_STEP: u64 = 1
const LIMIT_BUDGET: u64 = 2
const LIMIT_COOLDOWN: u64 = 3
const LIMIT_MIN: u64 = 4
const LIMIT_MAX: u64 = 5
const LIMIT_EPOCH: u64 = 6

const MAX_TRADE: i32 = 2
const CPPI_MULTIPLIER: i32 = 4

const U40_MAX: u64 = 0xff_ffff_ffff
const U26_MAX: u64 = 0x3ff_ffff

/** More means more risk: aggressiveness, max trade, CPPI multiplier, lot. */
function loosensUp(field: i32): bool {
  return (field & 1) == 0
}

/** The greatest value of the field's type. */
function typeMax(field: i32): u64 {
  if (field == MAX_TRADE) return U40_MAX
  if (field == CPPI_MULTIPLIER) return u16.MAX_VALUE
  return u32.MAX_VALUE
}

/** The most that is written down as used of a budget: what the contract's slot holds. */
function usedMax(field: i32): u64 {
  if (field >= MAX_TRADE && field <= CPPI_MULTIPLIER) return typeMax(field)
  return U26_MAX
}

function lane(row: usize, index: i32): u64 {
  return load<u64>(row + ((<usize>index) << 3))
}

function setLane(row: usize, index: i32, value: u64): void {
  store<u64>(row + ((<usize>index) << 3), value)
}

/**
 * Moves the values in force towards the target as far as the bounds allow.
 * Returns 0, or 1 + the index of the first field whose min is above its max, or 9 for a clock that
 * runs backwards; the output is then left alone.
 */
export function applyBounds(input: usize, output: usize): u64 {
  for (let field = 0; field < FIELD_COUNT; field++) {
    if (lane(input, MIN + field) > lane(input, MAX + field)) return <u64>field + 1
  }
  if (lane(input, NOW_AT) < lane(input, LAST_AT)) return CLOCK_BACKWARDS

  const lastAt = lane(input, LAST_AT)
  const elapsedSec = lane(input, NOW_AT) - lastAt
  const coolingDown = lastAt != 0 && elapsedSec < lane(input, COOLDOWN_SEC)
  let loosened = false
  let limits: u64 = 0
  for (let field = 0; field < FIELD_COUNT; field++) {
    const used = computeUsed(input, field, elapsedSec)
    const limit = boundField(input, output, field, used, coolingDown)
    limits |= limit << ((<u64>field) << 2)
    const loosening = computeLoosening(input, output, field)
    loosened = loosened || loosening != 0
    // Below 2^41: no sum wraps.
    setLane(output, NEXT_USED + field, min(usedMax(field), used + loosening))
  }
  if (!loosened) {
    for (let field = 0; field < FIELD_COUNT; field++) {
      setLane(output, NEXT_USED + field, lane(input, USED + field))
    }
  }
  setLane(output, NEXT_LAST_AT, loosened ? lane(input, NOW_AT) : lastAt)
  setLane(output, LIMITS, limits)
  return 0
}

/** What of the budget is still used after the linear refill since the last loosening. */
function computeUsed(input: usize, field: i32, elapsedSec: u64): u64 {
  const windowSec = lane(input, BUDGET_WINDOW_SEC)
  if (elapsedSec >= windowSec) return 0
  const used = lane(input, USED + field)
  const refill = mulDivDown(lane(input, BUDGET + field), elapsedSec, windowSec)
  return used - min(used, refill)
}

/** Writes the field's next value and returns what was binding. */
function boundField(input: usize, output: usize, field: i32, used: u64, coolingDown: bool): u64 {
  const current = lane(input, CURRENT + field)
  const target = lane(input, TARGET + field)
  const up = target > current
  const distance = up ? target - current : current - target
  let step = lane(input, (up ? STEP_UP : STEP_DOWN) + field)
  let limit = LIMIT_STEP
  if (lane(input, IS_SAME_EPOCH) != 0) {
    if (up == loosensUp(field) || step != typeMax(field)) {
      step = 0
      limit = LIMIT_EPOCH
    }
  } else if (up == loosensUp(field)) {
    let allowance = lane(input, BUDGET + field)
    if (allowance != typeMax(field)) allowance -= min(allowance, used)
    if (coolingDown) {
      step = 0
      limit = LIMIT_COOLDOWN
    } else if (allowance < step) {
      step = allowance
      limit = LIMIT_BUDGET
    }
  }
  let next = up ? current + step : current - step
  if (distance <= step) {
    next = target
    limit = LIMIT_NONE
  }
  if (next < lane(input, MIN + field)) {
    next = lane(input, MIN + field)
    limit = LIMIT_MIN
  } else if (next > lane(input, MAX + field)) {
    next = lane(input, MAX + field)
    limit = LIMIT_MAX
  }
  setLane(output, NEXT + field, next)
  return limit
}

/** How far the field moved towards more risk. */
function computeLoosening(input: usize, output: usize, field: i32): u64 {
  const current = lane(input, CURRENT + field)
  const next = lane(output, NEXT + field)
  if (loosensUp(field)) return next > current ? next - current : 0
  return next < current ? current - next : 0
}
