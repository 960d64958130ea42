import { describe, expect, test } from 'vitest'
import { PolicyMarket } from '../../../backtest/policyMarket.ts'
import type { StepView } from '../../../backtest/simulator/stepView.ts'
import { ValueInForce } from '../../../backtest/simulator/valueInForce.ts'
import { core } from '../support/defaultRun.ts'
import { START_AT } from '../support/makeSteps.ts'
import { calm, localVersion } from '../support/policyVersion.ts'

const HOUR_SEC = 3_600
const LATENCY_SEC = 60

/** The value in force of a portfolio of $1,000,000, after one observation of a market of 8 h steps. */
function observeOnce(isStanding: boolean | undefined) {
  const figures = { navUsd6: 1_000_000e6, curvature: 0.25, horizonSec: 0, epochSec: 600 }
  const view = figures as unknown as StepView
  const market = new PolicyMarket({ core, version: localVersion, latencySec: LATENCY_SEC })
  const value = new ValueInForce(market, view)
  value.expect([{ at: START_AT, observation: calm, isStanding }])
  return { market, value, view }
}

describe('ValueInForce', () => {
  test('default: figures of a whole step stand until the next one, and are confirmed before they expire', () => {
    const { market, value, view } = observeOnce(true)
    value.readAt(START_AT + 7 * HOUR_SEC)
    expect(view.parameters).not.toBe(localVersion.fallback)
    // The bounds let a value loosen in steps, one an epoch: after hours it is where the model wants it.
    const observation = {
      ...calm,
      navUsd6: 1_000_000_000_000n,
      curvaturePips: 250_000n,
      horizonSec: 0n,
    }
    expect(view.parameters?.bandPips).toBe(core.evaluate(observation, localVersion.policy).bandPips)
    expect(market.pushes).toBeGreaterThan(7)
  })

  test('behavior: figures of a segment are gone when they expire', () => {
    const { value, view } = observeOnce(undefined)
    value.readAt(START_AT + 120)
    expect(view.parameters).not.toBe(localVersion.fallback)
    value.readAt(START_AT + 7 * HOUR_SEC)
    expect(view.parameters).toBe(localVersion.fallback)
  })
})
