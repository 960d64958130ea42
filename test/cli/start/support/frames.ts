import fc from 'fast-check'
import type { Frame, HistoryPoint, Status, VaultFrame } from '../../../../cli/start/frame.ts'
import {
  type Parameters,
  parameterCaps,
  parameterFields,
  parameterMax,
} from '../../../../core/index.ts'

/** Unix seconds of a time on the recorded day. */
export function at(time: string): bigint {
  return BigInt(Date.parse(`2023-08-17T${time}Z`) / 1_000)
}

const GWEI = 1_000_000_000n

/** From `gimbal replay`: time, gwei, pips an epoch, pips. */
const day: readonly (readonly [string, bigint, bigint, bigint])[] = [
  ['20:00', 46n, 49n, 15_500n],
  ['20:30', 46n, 46n, 15_600n],
  ['21:00', 104n, 31n, 17_800n],
  ['21:10', 56n, 38n, 16_300n],
  ['21:30', 53n, 38n, 16_200n],
  ['21:38', 55n, 37n, 16_400n],
  ['21:40', 103n, 28n, 19_200n],
  ['21:42', 328n, 19n, 23_800n],
  ['21:46', 3_739n, 5n, 40_800n],
  ['21:48', 7_069n, 3n, 46_100n],
]

function historyUntil(time: string): HistoryPoint[] {
  return day
    .filter(([of]) => of <= time)
    .map(([of, gwei, aggressivenessPips, bandPips]) => ({
      at: at(of),
      baseFeePerGas: gwei * GWEI,
      aggressivenessPips,
      bandPips,
    }))
}

const calmValues: Parameters = {
  aggressivenessPips: 38n,
  bandPips: 16_200n,
  maxTradeUsd: 163_400n,
  intervalSec: 3_205_440n,
  cppiMultiplierE3: 48_600n,
  guardPips: 28_300n,
  lotPips: 3_000n,
  returnPips: 6_500n,
}

const calmVaults: readonly VaultFrame[] = [
  {
    name: 'Gimbal',
    navUsd6: 10_004_310_000_000n,
    driftPips: 4_400n,
    bandPips: 16_200n,
    rebalances: 1,
    tradeCostUsd6: 812_000_000n,
    gasCostUsd6: 27_000_000n,
  },
  {
    name: 'fixed 1 %',
    navUsd6: 10_003_902_000_000n,
    driftPips: 3_100n,
    bandPips: 10_000n,
    rebalances: 3,
    tradeCostUsd6: 1_240_000_000n,
    gasCostUsd6: 81_000_000n,
  },
]

/** Half an hour before the shock. */
export const calmFrame: Frame = {
  fromAt: at('20:00'),
  toAt: at('22:20'),
  at: at('21:30'),
  blockNumber: 640n,
  baseFeePerGas: 53n * GWEI,
  nativePriceUsd6: 1_716_000_000n,
  depthUsd6: 32_500_000_000_000n,
  status: 'Active',
  epochSec: 600n,
  values: calmValues,
  target: { ...calmValues, aggressivenessPips: 42n },
  min: {
    aggressivenessPips: 0n,
    bandPips: 1_000n,
    maxTradeUsd: 0n,
    intervalSec: 60n,
    cppiMultiplierE3: 1_000n,
    guardPips: 1_000n,
    lotPips: 0n,
    returnPips: 0n,
  },
  max: { ...parameterCaps, aggressivenessPips: 10_000n },
  history: historyUntil('21:30'),
  lastPush: {
    at: at('21:20'),
    observedAt: at('21:18'),
    replica: 'replica 2',
    reason: 'loosening',
    blocksTaken: 2,
  },
  pushes: 9,
  replicas: [
    { name: 'replica 1', state: 'ready', signed: 12, pushes: 5, decision: 'hold: epoch-counted' },
    { name: 'replica 2', state: 'ready', signed: 9, pushes: 3, decision: 'hold: within-dead-band' },
    { name: 'replica 3', state: 'starting', signed: 0, pushes: 1, decision: '' },
  ],
  vaults: calmVaults,
}

/** In the middle of the shock, one push before the model has what it asks for. */
export const shockFrame: Frame = {
  ...calmFrame,
  at: at('21:48'),
  blockNumber: 730n,
  baseFeePerGas: 7_069n * GWEI,
  nativePriceUsd6: 1_714_000_000n,
  depthUsd6: 22_300_000_000_000n,
  values: {
    aggressivenessPips: 5n,
    bandPips: 40_800n,
    maxTradeUsd: 130_000n,
    intervalSec: 24_140_160n,
    cppiMultiplierE3: 48_600n,
    guardPips: 33_400n,
    lotPips: 12_900n,
    returnPips: 6_400n,
  },
  target: {
    aggressivenessPips: 3n,
    bandPips: 46_100n,
    maxTradeUsd: 112_055n,
    intervalSec: 30_827_520n,
    cppiMultiplierE3: 48_600n,
    guardPips: 38_400n,
    lotPips: 35_100n,
    returnPips: 1_900n,
  },
  history: historyUntil('21:47'),
  lastPush: {
    at: at('21:46'),
    observedAt: at('21:46'),
    replica: 'replica 1',
    reason: 'tightening',
    blocksTaken: 1,
  },
  pushes: 12,
  replicas: [
    { name: 'replica 1', state: 'ready', signed: 13, pushes: 7, decision: 'push: tightening' },
    { name: 'replica 2', state: 'ready', signed: 11, pushes: 4, decision: 'push: tightening' },
    {
      name: 'replica 3',
      state: 'not-ready',
      signed: 8,
      pushes: 1,
      decision: 'hold: the observation is 1260 s old, allowed are 1200 s',
    },
  ],
  vaults: calmVaults.map((vault, index) => ({
    ...vault,
    ...(index === 0
      ? { bandPips: 40_800n, driftPips: 11_200n }
      : { driftPips: 10_400n, rebalances: 9, gasCostUsd6: 16_312_000_000n }),
  })),
}

const raw = (max: bigint) =>
  fc.oneof(fc.constantFrom(0n, 1n, max), fc.bigInt({ min: 0n, max }), fc.bigInt(0n, 1_000_000n))
// Years 1970 to 9999: what a calendar writes with four digits.
const time = raw(253_402_300_799n)
const count = fc.oneof(fc.constantFrom(0, 1), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER))
/** Words and numbers, as a bot writes them. */
export const sentence = fc
  .array(
    fc.constantFrom('hold:', 'epoch', '2820440', '12,345', 'is', 'not', 'above', 'tightening'),
    {
      maxLength: 30,
    },
  )
  .map((words) => words.join(' '))
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  sentence,
  fc.constantFrom('', 'x'.repeat(300), 'a\nb\tc', '\u001b[31mred', 'holds: 12,345,678 of 9,999'),
)

const parameters: fc.Arbitrary<Parameters> = fc
  .tuple(...parameterFields.map((field) => raw(parameterMax[field])))
  .map((values) =>
    Object.fromEntries(parameterFields.map((field, index) => [field, values[index]])),
  ) as fc.Arbitrary<never>

const U256 = 2n ** 256n - 1n

/** Frames of any size, from zeros to the largest of each type, with and without what may be missing. */
export const anyFrame: fc.Arbitrary<Frame> = fc.record({
  fromAt: time,
  toAt: time,
  at: time,
  blockNumber: raw(2n ** 64n),
  baseFeePerGas: raw(U256),
  nativePriceUsd6: raw(U256),
  depthUsd6: fc.option(raw(U256), { nil: undefined }),
  status: fc.constantFrom<Status>('Unknown', 'Active', 'Stale', 'Halted', 'Fallback'),
  epochSec: raw(604_800n),
  values: parameters,
  proven: fc.option(parameters, { nil: undefined }),
  target: fc.option(parameters, { nil: undefined }),
  min: parameters,
  max: parameters,
  history: fc.array(
    fc.record({
      at: time,
      baseFeePerGas: raw(U256),
      aggressivenessPips: raw(2n ** 32n - 1n),
      bandPips: raw(2n ** 32n - 1n),
    }),
  ),
  lastPush: fc.option(
    fc.record({ at: time, observedAt: time, replica: text, reason: text, blocksTaken: count }),
    { nil: undefined },
  ),
  pushes: count,
  replicas: fc.array(
    fc.record({
      name: text,
      state: fc.constantFrom('starting', 'ready', 'not-ready', 'stopped'),
      signed: count,
      pushes: count,
      decision: text,
    }),
    { maxLength: 30 },
  ),
  vaults: fc.array(
    fc.record({
      name: text,
      navUsd6: raw(U256),
      driftPips: raw(U256),
      bandPips: raw(U256),
      rebalances: count,
      tradeCostUsd6: raw(U256),
      gasCostUsd6: raw(U256),
    }),
  ),
})

/** What no text for people may hold. */
export const slips = /NaN|undefined|Infinity|\bnull\b|\[object/
