import type { Row } from '../oracle/domain.ts'
import { least } from '../oracle/integers.ts'

export const YEAR_SEC = 31_557_600
export const LONGEST_SEC = 2 ** 32 - 1
const DAY_SEC = 86_400

/** The model's intermediates and outputs in floating point, before rounding and most caps. */
export function estimate({ observation: o, policy: p }: Row) {
  const stretch = stretchOf(
    Number(o.gasUsedRatioPips) / Number(p.gasTargetPips) - 1,
    Number(p.baseFeeDenominator),
    Number(p.inclusionBlocks),
  )
  const wei =
    Number(p.gasUnits) * (Number(o.baseFeePerGas) * stretch + Number(p.priorityFeePerGas)) +
    Number(o.dataFeeWei)
  const gasUsd6 = (wei * Number(o.nativePriceUsd6)) / 1e18
  const k = Math.min(1, gasUsd6 / Number(o.navUsd6))
  const thick = 2 ** thicknessOf(o, Number(p.viscosityE4) / 1e4)
  const c = Math.min(1, (Number(p.poolFeePips) / 1e6) * thick)
  const gamma = Number(p.riskAversionE4) / 1e4
  const told = least(o.curvaturePips, p.curvatureCapPips)
  const g = Number(told === 0n ? p.curvaturePips : told) / 1e6
  const variance = Number(o.varianceWad) / 1e18
  const { leave, back, apart } = linesOf(k, c, (g * g) / gamma)
  const wanted = ((leave + back) * apart * YEAR_SEC) / (variance * g * g)
  const interval =
    variance === 0 ? LONGEST_SEC : Math.max(Number(p.epochSec), Math.min(LONGEST_SEC, wanted))
  const slippage = Number(p.slippageCapPips) / 1e6
  const executionSec = Number(p.executionDelaySec) * stretch
  const jumps = (Number(p.zJumpE4) / 1e4) ** 2 * DAY_SEC
  const gap = (seconds: number): number =>
    Math.sqrt((variance * ((Number(p.zE4) / 1e4) ** 2 * seconds + jumps)) / YEAR_SEC)
  return {
    gasUsd6,
    k,
    c,
    gamma,
    g,
    variance,
    leave,
    back,
    apart,
    interval,
    lot: Math.min(apart, Math.sqrt((k * Number(o.depthUsd6)) / Number(o.navUsd6))),
    multiplier: 1 / (1 - Math.exp(-gap(Number(p.epochSec) + executionSec)) + slippage),
    guard: gap(executionSec) + Math.min(1, slippage * thick),
  }
}

function stretchOf(excess: number, denominator: number, blocks: number): number {
  if (excess <= 0 || denominator === 0) return 1
  return Math.min(2 ** 16, (1 + excess / denominator) ** blocks)
}

function thicknessOf(o: Row['observation'], viscosity: number): number {
  if (o.depthUsd6 === 0n) return 32
  const missing = Number(o.depthRefUsd6) / Number(o.depthUsd6) - 1
  return Math.min(32, viscosity * Math.max(0, missing))
}

function linesOf(k: number, c: number, scale: number) {
  const a = (12 * k * scale) ** (2 / 3)
  const b = 12 * c * scale
  let y = Math.max((2 * a) ** (1 / 8), (2 * b) ** (1 / 9))
  for (let step = 0; step < 8; step += 1) y = (8 * y ** 9 + b) / (9 * y ** 8 - a)
  const together = y ** 3
  const apart = ((12 * k * scale) / together) ** (1 / 3)
  const leave = (together + apart) / 2
  return { leave, back: (3 * c * scale) / (leave * together), apart }
}
