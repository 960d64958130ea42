import { parseVoted } from '../proposal/voted.ts'
import type { BacktestResult } from '../result.ts'

/** What is peculiar to a result and may mislead, in whole sentences. */
export function listCautions({ inputs, markets }: BacktestResult): string[] {
  return [
    ...(inputs.isAddition
      ? ['The market is new: "in force" stands for the example settings of a local stack.']
      : []),
    ...(inputs.isWhatIf ? ['What-if: a latency of 0 blocks was allowed, which nobody has.'] : []),
    ...sayStale(inputs, markets),
  ]
}

/** Where the rows are farther apart than a value stays fresh, the fallback is in force in between. */
function sayStale(
  { inForce, proposal }: BacktestResult['inputs'],
  markets: BacktestResult['markets'],
): string[] {
  const ages = [inForce, proposal].map((of) => Number(parseVoted(of).freshness.maxAgeSec))
  const maxAgeSec = Math.min(...ages)
  return markets.flatMap(({ title, from, to, rows }) => {
    const stepSec = (Date.parse(to) - Date.parse(from)) / 1_000 / Math.max(1, rows - 1)
    if (stepSec <= maxAgeSec) return []
    const [step, age] = [stepSec, maxAgeSec].map((sec) => Math.round(sec / 60))
    return [
      `The rows of "${title}" are ${step} min apart, and a value counts as stale after ${age} min: in between the fallback is in force. Judge these settings on a finer market.`,
    ]
  })
}
