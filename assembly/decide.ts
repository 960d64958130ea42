// Which integer a real number rounds to, when only a near estimate of it is at hand.
//
// Method:   an estimate that is right to 2^-40 of itself leaves one integer, or two neighbours.
//           Between two, the caller asks its predicate: exact enough, monotone in everything, so
//           that the answer is the predicate's alone and does not depend on the estimate.
// Domain:   estimates that are below 2^53 or above the caller's cap.

/** The width of the estimates' doubt, 2^-40, below and above. */
const LEAST: f64 = 1.0 - 1.0 / 1_099_511_627_776.0
const MOST: f64 = 1.0 + 1.0 / 1_099_511_627_776.0

/** The least integer that the true value can round up to. */
export function leastUp(estimate: f64, cap: u64): u64 {
  return <u64>min(<f64>cap, ceil<f64>(estimate * LEAST))
}

/** The greatest integer that the true value can round up to. */
export function mostUp(estimate: f64, cap: u64): u64 {
  return <u64>min(<f64>cap, ceil<f64>(estimate * MOST))
}

/** The least integer that the true value can round down to. */
export function leastDown(estimate: f64, cap: u64): u64 {
  return <u64>min(<f64>cap, floor<f64>(estimate * LEAST))
}

/** The greatest integer that the true value can round down to. */
export function mostDown(estimate: f64, cap: u64): u64 {
  return <u64>min(<f64>cap, floor<f64>(estimate * MOST))
}
