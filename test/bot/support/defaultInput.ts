import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import type { DecideInput } from '../../../bot/decide.ts'
import { type Core, loadCore, type Observation, type Parameters } from '../../../core/index.ts'
import { createLocalMarket } from '../../../stack/local/localMarket.ts'

/** A calm minute of the recorded day, about. */
export const defaultObservation: Observation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 1_715_000_000n,
  depthUsd6: 32_500_000_000_000n,
  depthRefUsd6: 33_000_000_000_000n,
  varianceWad: 22_500_000_000_000_000n, // 15 % a year
  navUsd6: 10_000_000_000_000n,
}

export const core: Core = await loadCore()

/** The target of the default observation. */
export const defaultTarget: Parameters = core.evaluate(defaultObservation, defaultPolicy)

export const NOW_AT = 1_700_000_400n

const nowhere = '0x0000000000000000000000000000000000000000'
const venue = { dollar: nowhere, weth: nowhere, factory: nowhere, router: nowhere, pool: nowhere }
const { bounds } = createLocalMarket(venue as never, nowhere)

/** A market of the local stack whose value in force is the target already: nothing moves. */
export function createInput(changes: Partial<DecideInput> = {}): DecideInput {
  return {
    core,
    coreHash: core.hash,
    evidence: { observation: defaultObservation, blockAt: NOW_AT - 12n, epoch: 2_833_333n },
    policy: defaultPolicy,
    bounds,
    state: createState(),
    nowAt: NOW_AT,
    settings: { deadBandPips: 20_000n, heartbeatSec: 900n, maxObservationAgeSec: 300n },
    ...changes,
  }
}

/** The market's state with these fields of its value changed, 600 s after its last evidence. */
export function createState(values: Partial<Parameters> = {}) {
  return {
    values: { ...defaultTarget, ...values },
    observedAt: NOW_AT - 600n,
    epoch: 2_833_332n,
    isHalted: false,
    isOnFallback: false,
    loosening: { used: fill(0n), lastAt: 0n },
  }
}

export function fill(value: bigint): Parameters {
  return {
    aggressivenessPips: value,
    bandPips: value,
    maxTradeUsd6: value,
    minIntervalSec: value,
    cppiMultiplierE3: value,
    guardPips: value,
  }
}
