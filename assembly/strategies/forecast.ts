// Forecasts of variance.
//
// Method:   average = keep average + (1 - keep) next, keep = 0.94^(1 / steps a day), from the mean of the first
//           day on; between the two of them, whatever floats do. har = 0.25 day + 0.35 week + 0.30 month +
//           0.10 long run. blend = (average + 0.8 implied) / 2 within [1/4, 4] of the average. Products and
//           sums of floats: each step, and so each result, is monotone in every variance.
// Domain:   variances 0 ... 1e22 wad (an hour's may be a thousand times a year's), 1 ... 86,400 steps a day.
// Special:  variances that are all the same have that average.
// Accuracy: within 1 + 1e-9 of the real value, rounded down; test/core/strategies/vectors.test.ts.
// Source:   RiskMetrics 1996 (0.94); Corsi 2009 (HAR).

const LOG_DECAY: f64 = 0.061875403718087474 // ln(1 / 0.94)

/** The average of `count` floats at `input`, oldest first; 1 or more. */
export function averageVariance(input: usize, count: i32, stepsPerDay: i32): f64 {
  const share = -Math.expm1(-LOG_DECAY / <f64>stepsPerDay)
  const keep = 1.0 - share
  const first = min(count, stepsPerDay)
  let sum: f64 = 0
  for (let step = 0; step < first; step++) sum += load<f64>(input + ((<usize>step) << 3))
  let average = sum / <f64>first
  for (let step = first; step < count; step++) {
    const next = load<f64>(input + ((<usize>step) << 3))
    const mixed = keep * average + share * next
    average = Math.max(Math.min(average, next), Math.min(Math.max(average, next), mixed))
  }
  return Math.floor(average)
}

/** The weighted mean of four variances. */
export function harVariance(day: f64, week: f64, month: f64, longRun: f64): f64 {
  return Math.floor((25 * day + 35 * week + 30 * month + 10 * longRun) / 100)
}

/** The mean of an average and of the implied variance's realistic share. */
export function blendVariance(average: f64, implied: f64): f64 {
  const middle = (5 * average + 4 * implied) / 10
  return Math.floor(Math.max(0.25 * average, Math.min(4 * average, middle)))
}
