import { logRatio } from '../../core/logRatio.ts'
import type { DrawnJ } from './computeRealityCheck.ts'

interface Advantage {
  /** J of the benchmark less that of the rule, over its standard error. */
  seen: number
  /** The same of each draw, in a world without any advantage. */
  drawn: Float64Array
}

/**
 * Hansen's test of superior predictive ability (2005, its consistent form): White's question, with each advantage measured in its own
 * standard errors, and rules that are clearly worse than the benchmark left as they are. Adding poor rules to those that are tried
 * makes White's p grow, and this one hardly.
 *
 * @param days - How many there are, 3 or more.
 */
export function computeSuperiorAbility(
  benchmark: DrawnJ,
  rules: readonly DrawnJ[],
  days: number,
): number {
  const limit = Math.sqrt(2 * logRatio(logRatio(days, 1), 1))
  const advantages = rules.map((rule) => measure(benchmark, rule, limit))
  const seen = advantages.reduce((most, rule) => Math.max(most, rule.seen), 0)
  if (seen === 0) return 1
  let luckier = 0
  for (let draw = 0; draw < benchmark.draws.length; draw++) {
    let most = 0
    for (const rule of advantages) most = Math.max(most, rule.drawn[draw] as number)
    if (most >= seen) luckier++
  }
  return luckier / benchmark.draws.length
}

function measure(benchmark: DrawnJ, rule: DrawnJ, limit: number): Advantage {
  const advantage = benchmark.point - rule.point
  const draws = benchmark.draws.map((j, draw) => j - (rule.draws[draw] as number))
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  const error = Math.sqrt(
    draws.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / draws.length,
  )
  // A rule that differs by the same in every draw has no chance in it.
  if (error === 0) {
    return { seen: advantage > 0 ? Infinity : 0, drawn: new Float64Array(draws.length) }
  }
  const center = advantage < -limit * error ? 0 : advantage
  return { seen: advantage / error, drawn: draws.map((value) => (value - center) / error) }
}
