import { hasDifferences, type Verdict } from '../../verify/verdict.ts'
import type { RecheckedPushes } from './frame.ts'

/** How many rechecked pushes agree and differ, and where each that differs does. */
export function countVerdicts(verdicts: readonly Verdict[]): RecheckedPushes {
  const differing = verdicts.filter(hasDifferences)
  return {
    verified: verdicts.length - differing.length,
    differing: differing.length,
    differences: differing.flatMap(({ update: { blockNumber, transactionHash }, steps }) =>
      steps.flatMap(({ name, differences }) =>
        differences.map((text) => `block ${blockNumber}, ${transactionHash}, ${name}: ${text}`),
      ),
    ),
  }
}
