/**
 * Rows that are aimed at a place where the model changes its regime: a cap or a `min` that is all
 * but binding. An aim takes a row, solves the formula for one field in floating point, and puts the
 * solution or a near neighbour there. Being off the mark is harmless; it only weakens the aim.
 */
import {
  type Observation,
  observationDomain,
  type Policy,
  policyDomain,
  type Row,
} from '../oracle/domain.ts'
import { clamp } from '../oracle/integers.ts'
import { estimate, LONGEST_SEC, YEAR_SEC } from './estimate.ts'
import { jitter } from './fields.ts'
import type { Random } from './random.ts'

type Aim = (random: Random, row: Row) => void
type Estimate = ReturnType<typeof estimate>

function observe(random: Random, row: Row, field: keyof Observation, value: number): void {
  if (!Number.isFinite(value)) return
  row.observation[field] = clamp(jitter(random, toBigint(value)), observationDomain[field])
}

function vote(random: Random, row: Row, field: keyof Policy, value: number): void {
  if (!Number.isFinite(value)) return
  row.policy[field] = clamp(jitter(random, toBigint(value)), policyDomain[field])
}

const toBigint = (value: number): bigint => BigInt(Math.round(value))

/** Puts the value there for which the estimate is on the mark, by halving its logarithm. */
function solve(
  random: Random,
  row: Row,
  field: keyof Observation,
  rises: boolean,
  isBelow: (estimated: Estimate) => boolean,
): void {
  let low = Math.max(1, Number(observationDomain[field].min))
  let high = Number(observationDomain[field].max)
  for (let i = 0; i < 80; i += 1) {
    const middle = Math.sqrt(low) * Math.sqrt(high)
    const observation = { ...row.observation, [field]: toBigint(middle) }
    if (isBelow(estimate({ observation, policy: row.policy })) === rises) low = middle
    else high = middle
  }
  observe(random, row, field, low)
}

const gasIsTheWholePortfolio: Aim = (random, row) => {
  observe(random, row, 'navUsd6', estimate(row).gasUsd6)
}

const intervalOf =
  (seconds: (policy: Policy) => number): Aim =>
  (random, row) => {
    const { leave, back, apart, g } = estimate(row)
    const risk = ((leave + back) * apart * YEAR_SEC) / (g * g * seconds(row.policy))
    observe(random, row, 'varianceWad', risk * 1e18)
  }

/** Sets the usual depth so that `thick` becomes 2^exponent. */
const thickness =
  (exponent: (policy: Policy) => number): Aim =>
  (random, row) => {
    if (row.policy.viscosityE4 === 0n) row.policy.viscosityE4 = 40_000n
    const ratio = 1 + exponent(row.policy) / (Number(row.policy.viscosityE4) / 1e4)
    const deepest = 1e19 / ratio
    if (Number(row.observation.depthUsd6) > deepest) observe(random, row, 'depthUsd6', deepest / 2)
    observe(random, row, 'depthRefUsd6', Number(row.observation.depthUsd6) * ratio)
  }

/** A curvature that the portfolio tells, without a horizon and in a market of usual depth. */
function tellCurvature(random: Random, row: Row, min: bigint, max: bigint): void {
  row.observation.curvaturePips = random.between(min, max)
  row.policy.curvatureCapPips = 100_000_000n
  row.observation.horizonSec = 0n
  row.observation.depthRefUsd6 = 0n
}

const bandIsEverything: Aim = (random, row) => {
  tellCurvature(random, row, 500_000n, 5_000_000n)
  row.policy.riskAversionE4 = random.between(1_000n, 10_000n)
  row.policy.poolFeePips = random.between(1n, 1_000n)
  solve(random, row, 'navUsd6', false, ({ leave }) => leave < 1)
}

const bandIsOnePip: Aim = (random, row) => {
  tellCurvature(random, row, 1n, 4n)
  row.policy.riskAversionE4 = random.between(1_000_000n, 10_000_000n)
  row.policy.poolFeePips = random.between(1n, 10n)
  solve(random, row, 'navUsd6', false, ({ leave }) => leave < 1e-6)
}

const returnOf =
  (share: number, curvature: bigint, poolFee: bigint): Aim =>
  (random, row) => {
    tellCurvature(random, row, curvature, 4n * curvature)
    row.policy.poolFeePips = poolFee
    row.policy.riskAversionE4 = random.between(1_000n, 20_000n)
    // Rises with the portfolio, since gas becomes less of it.
    solve(random, row, 'navUsd6', true, ({ back }) => back < share)
  }

const lotOf =
  (share: number): Aim =>
  (random, row) => {
    tellCurvature(random, row, 5_000_000n, 100_000_000n)
    row.policy.riskAversionE4 = random.between(1_000n, 10_000n)
    solve(random, row, 'navUsd6', false, ({ lot }) => lot < share)
  }

/** The two limits of the lot meet: the width of the bands, and what is worth its gas. */
const lotHasTwoReasons: Aim = (random, row) => {
  row.observation.depthRefUsd6 = 0n
  const { apart, k } = estimate(row)
  observe(random, row, 'depthUsd6', (apart ** 2 / k) * Number(row.observation.navUsd6))
}

/** The expiry begins to matter, for the band or for the return. */
const horizonOf =
  (isBelow: (estimated: Estimate, doubled: number) => boolean): Aim =>
  (random, row) => {
    if (row.observation.varianceWad === 0n) row.observation.varianceWad = 10n ** 17n
    let low = 1
    let high = 315_576_000
    const estimated = estimate(row)
    for (let i = 0; i < 60; i += 1) {
      const middle = Math.sqrt(low * high)
      const doubled = (estimated.gamma * estimated.variance * middle) / YEAR_SEC
      if (isBelow(estimated, doubled)) high = middle
      else low = middle
    }
    observe(random, row, 'horizonSec', low)
  }

const beforeExpiry = ({ c, k }: Estimate, doubled: number): number =>
  c / doubled + Math.sqrt((2 * k) / doubled)

/** Solves for the variance so that the multiplier is `multiplier`. */
const multiplierOf =
  (multiplier: number): Aim =>
  (random, row) => {
    const room = 1 / multiplier
    if (Number(row.policy.slippageCapPips) / 1e6 >= room) {
      row.policy.slippageCapPips = random.between(1n, BigInt(Math.floor(room * 1e6)))
    }
    if (row.policy.zE4 < 10_000n) row.policy.zE4 += 10_000n
    solve(random, row, 'varianceWad', false, (estimated) => estimated.multiplier < multiplier)
  }

/** Solves for the variance so that the guard is 4, its cap. */
const guardIsAtItsCap: Aim = (random, row) => {
  if (row.policy.zE4 < 30_000n) row.policy.zE4 = 100_000n
  if (row.policy.zJumpE4 < 30_000n) row.policy.zJumpE4 = 100_000n
  row.policy.executionDelaySec = random.between(40_000n, 86_400n)
  row.policy.inclusionBlocks = 32n
  row.policy.baseFeeDenominator = 8n
  row.policy.gasTargetPips = 500_000n
  row.observation.gasUsedRatioPips = random.between(900_000n, 1_000_000n)
  row.observation.depthRefUsd6 = 0n
  solve(random, row, 'varianceWad', true, ({ guard }) => guard < 4)
}

/** Solves for the depth so that the share closed per trade is `share`. */
const aggressivenessOf =
  (share: number): Aim =>
  (random, row) => {
    row.observation.depthRefUsd6 = 0n
    const { gamma, variance, interval } = estimate(row)
    const phi = Math.min(1, (share * interval) / Number(row.policy.epochSec))
    const excess = (2 / phi - 1) ** 2 - 1
    const risk = gamma * variance * (interval / YEAR_SEC)
    observe(random, row, 'depthUsd6', (8 * Number(row.observation.navUsd6)) / (risk * excess))
  }

/** The stretch is 2^16, its cap, or a block less. */
const stretchIsAtItsCap: Aim = (random, row) => {
  row.policy.gasTargetPips = random.between(1n, 500_000n)
  row.policy.baseFeeDenominator = random.between(1n, 100n)
  row.observation.gasUsedRatioPips = random.between(row.policy.gasTargetPips + 1n, 1_000_000n)
  const excess = Number(row.observation.gasUsedRatioPips) / Number(row.policy.gasTargetPips) - 1
  const blocks = Math.log(2 ** 16) / Math.log1p(excess / Number(row.policy.baseFeeDenominator))
  vote(random, row, 'inclusionBlocks', Math.min(4_096, blocks))
}

const blocksMeetTheirTarget: Aim = (random, row) => {
  observe(random, row, 'gasUsedRatioPips', Number(row.policy.gasTargetPips))
}

const toldMeetsItsCap: Aim = (random, row) => {
  observe(random, row, 'curvaturePips', Number(row.policy.curvatureCapPips))
}

/** Nothing told, no expiry, no fee rule: what most markets have. */
const nothingSpecial: Aim = (random, row) => {
  row.observation.curvaturePips = 0n
  row.observation.horizonSec = 0n
  row.observation.dataFeeWei = 0n
  if (random.chance(0.3)) row.policy.baseFeeDenominator = 0n
}

const gasIsFree: Aim = (random, row) => {
  row.observation.dataFeeWei = BigInt(random.below(2))
  row.observation.baseFeePerGas = 0n
  row.policy.priorityFeePerGas = 0n
}

const smallestStress: Aim = (random, row) => {
  row.observation.navUsd6 = 10n ** 19n - BigInt(random.below(3))
  row.observation.baseFeePerGas = BigInt(random.below(3))
  row.observation.varianceWad = BigInt(random.below(4))
  row.observation.dataFeeWei = BigInt(random.below(2))
  row.policy.priorityFeePerGas = BigInt(random.below(2))
}

const largestStress: Aim = (random, row) => {
  row.observation.navUsd6 = BigInt(1 + random.below(3))
  row.observation.baseFeePerGas = 10n ** 14n - BigInt(random.below(3))
  row.observation.gasUsedRatioPips = 1_000_000n - BigInt(random.below(2))
  row.observation.varianceWad = 9n * 10n ** 18n - BigInt(random.below(3))
  row.policy.inclusionBlocks = 4_096n - BigInt(random.below(2))
}

export const aims: Readonly<Record<string, Aim>> = {
  gasIsTheWholePortfolio,
  shortestInterval: intervalOf((policy) => Number(policy.epochSec)),
  longestInterval: intervalOf(() => LONGEST_SEC),
  thickest: thickness(() => 32),
  barelyThick: thickness(() => 0),
  costIsEverything: thickness((policy) => Math.log2(1e6 / Number(policy.poolFeePips))),
  impactIsEverything: thickness((policy) => Math.log2(1e6 / Number(policy.slippageCapPips))),
  bandIsEverything,
  bandIsOnePip,
  returnIsEverything: returnOf(1, 5_000_000n, 3_000n),
  returnIsOnePip: returnOf(1e-6, 1_000n, 5n),
  lotIsEverything: lotOf(1),
  lotIsOnePip: lotOf(1e-6),
  lotHasTwoReasons,
  expiryWidensTheBand: horizonOf((estimated, q) => beforeExpiry(estimated, q) < estimated.leave),
  expiryWidensTheReturn: horizonOf((estimated, q) => estimated.c / q < estimated.back),
  expiryIsEverything: horizonOf((estimated, q) => beforeExpiry(estimated, q) < 1),
  multiplierAtItsCap: multiplierOf(65.535),
  multiplierNearOne: multiplierOf(1.0000005),
  guardIsAtItsCap,
  onePipOfDrift: aggressivenessOf(1e-6),
  halfTheDrift: aggressivenessOf(0.5),
  allTheDrift: aggressivenessOf(0.999999),
  stretchIsAtItsCap,
  blocksMeetTheirTarget,
  toldMeetsItsCap,
  nothingSpecial,
  gasIsFree,
  smallestStress,
  largestStress,
}
