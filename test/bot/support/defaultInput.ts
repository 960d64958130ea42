import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import type { DecideInput } from '../../../bot/decide.ts'
import type { MarketState } from '../../../client/readValues.ts'
import {
  type Core,
  loadCore,
  type Observation,
  type Parameters,
  parameterFields,
} from '../../../core/index.ts'
import { fromAbiConfig } from '../../../governance/index.ts'
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
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}

export const core: Core = await loadCore()

/** The target of the default observation. */
export const defaultTarget: Parameters = core.evaluate(defaultObservation, defaultPolicy)

/** The first second of an epoch. */
export const NOW_AT = 1_700_000_400n
/** Of the configuration in force. */
export const CONFIG = '0x00000000000000000000000000000000000000C0'

const nowhere = '0x0000000000000000000000000000000000000000'
const venue = { dollar: nowhere, weth: nowhere, factory: nowhere, router: nowhere, pool: nowhere }
const config = fromAbiConfig(createLocalMarket(venue as never, nowhere))

/** A market of the local stack whose value in force is the target already: nothing moves. */
export function createInput(changes: Partial<DecideInput> = {}): DecideInput {
  return {
    core,
    coreHash: core.hash,
    evidence: { observation: defaultObservation, observedAt: NOW_AT - 12n, config: CONFIG },
    config,
    state: createState(),
    nowAt: NOW_AT,
    settings: { deadBandPips: 20_000n, heartbeatSec: 900n, maxObservationAgeSec: 300n },
    ...changes,
  }
}

/** The market's state with these fields of its value changed, 720 s after its last evidence, which is of the epoch before. */
export function createState(values: Partial<Parameters> = {}): MarketState {
  return {
    values: { ...defaultTarget, ...values },
    observedAt: NOW_AT - 720n,
    config: CONFIG,
    isHalted: false,
    isOnFallback: false,
    isAwaitingEvidence: false,
    loosening: { used: fill(0n), lastAt: 0n },
  }
}

export function fill(value: bigint): Parameters {
  return Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters
}
