import type { PolicyVersion } from '../../backtest/settings.ts'
import { type Parameters, type Policy, parameterCaps, parameterMax } from '../../core/index.ts'
import type { PushSettings } from '../../governance/index.ts'

/** A policy as if voters had put no bound about its targets: each is in force as soon as it is computed. */
export function createOpenVersion(policy: Policy): PolicyVersion {
  const none = Object.fromEntries(Object.keys(parameterMax).map((field) => [field, 0n]))
  return {
    policy,
    bounds: {
      min: none as unknown as Parameters,
      max: parameterCaps,
      stepUp: parameterMax,
      stepDown: parameterMax,
      budget: parameterMax,
      budgetWindowSec: 1n,
      cooldownSec: 0n,
    },
    fallback: none as unknown as Parameters,
    maxAgeSec: 3n * policy.epochSec,
  }
}

/** Every observation is pushed. */
export const pushAlways: PushSettings = { deadBandPips: 0n, heartbeatSec: 0n }
