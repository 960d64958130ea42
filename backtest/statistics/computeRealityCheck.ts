/** J of a rule over the days as they were, and in each draw; the same days are drawn for all rules. */
export interface DrawnJ {
  point: number
  draws: Float64Array
}

/**
 * White's Reality Check (2000): the chance to see the best of several rules beat a benchmark by as much as it did, if in truth none
 * beats it. Each draw's advantage is taken against the advantage seen, so that the draws are of a world without any.
 */
export function computeRealityCheck(benchmark: DrawnJ, rules: readonly DrawnJ[]): number {
  const advantages = rules.map(({ point }) => benchmark.point - point)
  const seen = advantages.reduce((most, value) => Math.max(most, value), -Infinity)
  let luckier = 0
  for (let draw = 0; draw < benchmark.draws.length; draw++) {
    let most = -Infinity
    for (let rule = 0; rule < rules.length; rule++) {
      const drawn = (benchmark.draws[draw] as number) - (rules[rule]?.draws[draw] as number)
      most = Math.max(most, drawn - (advantages[rule] as number))
    }
    if (most >= seen) luckier++
  }
  return luckier / benchmark.draws.length
}
