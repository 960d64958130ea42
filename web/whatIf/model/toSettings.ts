import { toVersion, type Voted } from '../../../backtest/proposal/voted.ts'
import type { ModelSettings } from './runModel.ts'

/**
 * Two settings of a market as they are compared: both wait for a block as long as the policy in force says, as in a backtest, so
 * that what differs is what the settings do.
 */
export function toSettings(
  before: Voted,
  after: Voted,
): { before: ModelSettings; after: ModelSettings } {
  const latencySec = Number(before.policy.executionDelaySec)
  return {
    before: { version: toVersion(before), latencySec },
    after: { version: toVersion(after), latencySec },
  }
}
