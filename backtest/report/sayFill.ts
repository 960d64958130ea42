import type { BacktestResult } from '../result.ts'
import type { FillSettings } from '../settings.ts'

/** How orders fill, in whole sentences: what is taken for granted of the first market and portfolio. */
export function sayFill({ inputs }: BacktestResult): string[] {
  const { latencyBlocks, refillPips, perp } = inputs.fill as unknown as FillSettings
  return [
    `An order, or a push, takes ${latencyBlocks} ${latencyBlocks === 1 ? 'block' : 'blocks'}; ${formatPercent(refillPips)} of the hole that a trade leaves refills in a minute, which is assumed, not measured. Neither is known for sure: see "Other assumptions".`,
    ...(perp === undefined ? [] : [sayPerp(perp)]),
  ]
}

function sayPerp({
  feePips,
  halfSpreadPips,
  depthUsd6,
  isPair,
}: NonNullable<FillSettings['perp']>) {
  const depth = `$${(depthUsd6 / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 })}`
  const where =
    isPair === true
      ? 'An order changes the asset and its perpetual at once and pays for both. On the perpetual it pays'
      : 'Orders fill on the perpetual, not in the pool. They pay'
  return `${where} a fee of ${formatPercent(feePips)}, half a spread of ${formatPercent(halfSpreadPips)}, and an impact of half their share of ${depth}. These figures are the portfolio's own, or the usual ones where its file does not give them.`
}

const formatPercent = (pips: number): string => `${pips / 10_000} %`
