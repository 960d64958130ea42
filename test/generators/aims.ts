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
import { jitter } from './fields.ts'
import type { Random } from './random.ts'

type Aim = (random: Random, row: Row) => void

const YEAR_SEC = 31_557_600
const LONGEST_SEC = 2 ** 32 - 1

function set(random: Random, row: Row, field: keyof Observation | keyof Policy, value: number) {
  if (!Number.isFinite(value)) return
  const near = jitter(random, BigInt(Math.round(value)))
  if (field in observationDomain) {
    const name = field as keyof Observation
    row.observation[name] = clamp(near, observationDomain[name])
  } else {
    const name = field as keyof Policy
    row.policy[name] = clamp(near, policyDomain[name])
  }
}

/** The model's intermediates in floating point. */
function estimate({ observation: o, policy: p }: Row) {
  const stretch =
    (1 + Math.max(0, (2 * Number(o.gasUsedRatioPips)) / 1e6 - 1) / 8) ** Number(p.inclusionBlocks)
  const feePerGas = Number(o.baseFeePerGas) * stretch + Number(p.priorityFeePerGas)
  const gasUsd6 = (Number(p.gasUnits) * feePerGas * Number(o.nativePriceUsd6)) / 1e18
  const k = Math.min(1, gasUsd6 / Number(o.navUsd6))
  const gamma = Number(p.riskAversionE4) / 1e4
  const weight = Number(p.targetWeightPips) / 1e6
  const g = weight * (1 - weight)
  const variance = Number(o.varianceWad) / 1e18
  const gasRoot = Math.sqrt(k / (3 * gamma))
  const wanted = (gasRoot / (variance * g)) * YEAR_SEC
  const interval =
    variance === 0 ? LONGEST_SEC : Math.max(Number(p.epochSec), Math.min(LONGEST_SEC, wanted))
  const slippage = Number(p.slippageCapPips) / 1e6
  const z = Number(p.zE4) / 1e4
  const executionSec = Number(p.executionDelaySec) * stretch
  return { gasUsd6, k, gamma, g, variance, gasRoot, interval, slippage, z, executionSec }
}

const gasIsTheWholePortfolio: Aim = (random, row) => {
  set(random, row, 'navUsd6', estimate(row).gasUsd6)
}

const intervalOf =
  (seconds: (policy: Policy) => number): Aim =>
  (random, row) => {
    const { gasRoot, g } = estimate(row)
    set(random, row, 'varianceWad', ((gasRoot * YEAR_SEC) / (g * seconds(row.policy))) * 1e18)
  }

/** Sets the usual depth so that `thick` becomes 2^exponent. */
const thickness =
  (exponent: (policy: Policy) => number): Aim =>
  (random, row) => {
    if (row.policy.viscosityE4 === 0n) row.policy.viscosityE4 = 40_000n
    const ratio = 1 + exponent(row.policy) / (Number(row.policy.viscosityE4) / 1e4)
    const deepest = 1e19 / ratio
    if (Number(row.observation.depthUsd6) > deepest) set(random, row, 'depthUsd6', deepest / 2)
    set(random, row, 'depthRefUsd6', Number(row.observation.depthUsd6) * ratio)
  }

/** Solves for the portfolio, and by it for k, so that the half-width is `width`. */
function setBand(random: Random, row: Row, width: number): void {
  row.observation.depthRefUsd6 = 0n
  const { gasUsd6, gamma, g } = estimate(row)
  const cost = Number(row.policy.poolFeePips) / 1e6
  const proportional = ((1.5 * cost * g * g) / gamma) ** (1 / 3)
  const k = (Math.max(0, width - proportional) ** 4 * gamma) / (12 * g * g)
  set(random, row, 'navUsd6', gasUsd6 / Math.min(1, k))
}

const bandIsEverything: Aim = (random, row) => {
  row.policy.targetWeightPips = 500_000n + BigInt(random.below(2001) - 1000)
  row.policy.riskAversionE4 = random.between(1_000n, 4_000n)
  setBand(random, row, 1)
}

const bandIsOnePip: Aim = (random, row) => {
  row.policy.targetWeightPips = random.pick([1n, 2n, 999_998n, 999_999n])
  row.policy.riskAversionE4 = random.between(1_000_000n, 10_000_000n)
  row.policy.poolFeePips = random.between(1n, 100n)
  setBand(random, row, 1e-6)
}

/** Solves for the variance so that the multiplier is `multiplier`, by halving its logarithm. */
const multiplierOf =
  (multiplier: number): Aim =>
  (random, row) => {
    const room = 1 / multiplier
    if (estimate(row).slippage >= room) {
      row.policy.slippageCapPips = random.between(1n, BigInt(Math.floor(room * 1e6)))
    }
    if (row.policy.zE4 < 10_000n) row.policy.zE4 += 10_000n
    const move = -Math.log(1 - (room - estimate(row).slippage))
    let low = 1
    let high = 9e18
    for (let i = 0; i < 64; i += 1) {
      const middle = Math.sqrt(low * high)
      const varianceWad = BigInt(Math.round(middle))
      const { z, variance, interval, executionSec } = estimate({
        observation: { ...row.observation, varianceWad },
        policy: row.policy,
      })
      if (z * Math.sqrt((variance * (interval + executionSec)) / YEAR_SEC) < move) low = middle
      else high = middle
    }
    set(random, row, 'varianceWad', low)
  }

/** Solves for the variance so that the guard is 4, its cap. */
const guardIsAtItsCap: Aim = (random, row) => {
  if (row.policy.zE4 < 30_000n) row.policy.zE4 = 100_000n
  row.policy.executionDelaySec = random.between(40_000n, 86_400n)
  row.policy.inclusionBlocks = 32n
  row.observation.gasUsedRatioPips = random.between(900_000n, 1_000_000n)
  const { slippage, z, executionSec } = estimate(row)
  row.observation.depthRefUsd6 = 0n
  const move = 4 - Math.min(1, slippage)
  set(random, row, 'varianceWad', ((move / z) ** 2 * YEAR_SEC * 1e18) / executionSec)
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
    set(random, row, 'depthUsd6', (8 * Number(row.observation.navUsd6)) / (risk * excess))
  }

const smallestStress: Aim = (random, row) => {
  row.observation.navUsd6 = 10n ** 19n - BigInt(random.below(3))
  row.observation.baseFeePerGas = BigInt(random.below(3))
  row.observation.varianceWad = BigInt(random.below(4))
  row.policy.priorityFeePerGas = BigInt(random.below(2))
}

const largestStress: Aim = (random, row) => {
  row.observation.navUsd6 = BigInt(1 + random.below(3))
  row.observation.baseFeePerGas = 10n ** 14n - BigInt(random.below(3))
  row.observation.gasUsedRatioPips = 1_000_000n - BigInt(random.below(2))
  row.observation.varianceWad = 9n * 10n ** 18n - BigInt(random.below(3))
  row.policy.inclusionBlocks = 32n - BigInt(random.below(2))
}

const blocksAreHalfFull: Aim = (random, row) => {
  set(random, row, 'gasUsedRatioPips', 500_000)
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
  multiplierAtItsCap: multiplierOf(65.535),
  multiplierNearOne: multiplierOf(1.0000005),
  guardIsAtItsCap,
  onePipOfDrift: aggressivenessOf(1e-6),
  halfTheDrift: aggressivenessOf(0.5),
  allTheDrift: aggressivenessOf(0.999999),
  smallestStress,
  largestStress,
  blocksAreHalfFull,
}
