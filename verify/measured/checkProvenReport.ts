import { compare, createStep, type Step } from '../compare.ts'
import { type Evidence, findAt, findObservedHeader } from '../evidence.ts'
import { formatTime } from '../formatTime.ts'
import type { Update } from '../readUpdates.ts'
import { compareReporter } from './checkMeasured.ts'
import type { Recomputed } from './recompute.ts'

/**
 * Checks what a contract of evidence says of its report: that it measures the market's source, as of the end of the last
 * segment before its block, and names the block before that. The configuration that it names is the one in force, which
 * RiskParameters has checked: the report is in no transaction's input.
 */
export function checkProvenReport(
  evidence: Evidence,
  update: Update,
  recomputed: Recomputed,
): Step {
  const { measurement, endAt } = recomputed
  const { number, hash } = findObservedHeader(evidence, update)
  const { epochSec } = findAt(evidence.market.policies, update)
  const epoch = update.observedAt / epochSec
  return createStep(
    'evidence',
    `proven, signed by nobody: ${measurement.reporter} measured in block ${measurement.blockNumber} up to ${formatTime(endAt)}, epoch ${epoch}, and names block ${number} ${hash}`,
    compare('observedAt', update.observedAt, endAt),
    compare('observed block', update.observedBlockNumber, measurement.blockNumber - 1n),
    compareReporter(evidence, update, recomputed),
  )
}
