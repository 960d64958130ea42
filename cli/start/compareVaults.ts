import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { fitCount } from './figures.ts'
import { fitName } from './fitText.ts'
import type { Summary, VaultSummary } from './frame.ts'
import { countOf } from './listChecks.ts'

const LABEL = 24
const VAULT = 13

const dollars = (read: (vault: VaultSummary) => bigint) => (vault: VaultSummary) =>
  fitFigure(read(vault), 1e6, 0, VAULT)

const rows: readonly [label: string, format: (vault: VaultSummary) => string][] = [
  ['trades', ({ rebalances }) => fitCount(rebalances, VAULT)],
  ['pool fee, $', dollars(({ feeUsd6 }) => feeUsd6)],
  ['price impact, $', dollars(({ impactUsd6 }) => impactUsd6)],
  ['gas, $', dollars(({ gasUsd6 }) => gasUsd6)],
  ['risk carried, $', dollars(({ riskUsd6 }) => riskUsd6)],
  ['J: all of these, $', dollars(({ jUsd6 }) => jUsd6)],
  ['  in bp of the start', ({ jPips }) => fitFigure(jPips, 100, 2, VAULT)],
  ['mean drift, %', ({ meanDriftPips }) => fitFigure(meanDriftPips, 1e4, 2, VAULT)],
  ['largest drift, %', ({ maxDriftPips }) => fitFigure(maxDriftPips, 1e4, 2, VAULT)],
  ['value at the end, $', dollars(({ endUsd6 }) => endUsd6)],
  ['  less gas, $', dollars(findNet)],
]

/** The vaults side by side, as many as 80 columns hold. */
export function tabulateVaults(vaults: readonly VaultSummary[]): string[] {
  const shown = vaults.slice(0, 4)
  const join = (label: string, cells: readonly string[]) =>
    `${label.padEnd(LABEL)}${cells.map((cell) => ` ${cell}`).join('')}`.trimEnd()
  return [
    join(
      'vault',
      shown.map(({ name }) => fitName(name, VAULT).trim().padStart(VAULT)),
    ),
    ...rows.map(([label, format]) => join(label, shown.map(format))),
  ]
}

/** What was paid, what was risked, and why the values at the end differ, in words: a paragraph each. */
export function describeVaults({ vaults, riskAversionE4 }: Summary): string[] {
  const [ours, ...others] = vaults
  if (ours === undefined) return []
  const gamma = formatScaled(riskAversionE4, 1e4, 0)
  const ranked = vaults.toSorted((a, b) => Number(a.jPips - b.jPips))
  const paragraphs = [
    `What was paid: ${vaults.map(describeCost).join('; ')}.`,
    'What was risked: to be away from the target while the price moved. It is counted as gamma / 2 times drift squared times ' +
      `the realised variance, block by block, with the voted gamma of ${gamma}: ${vaults.map(describeRisk).join(', ')}.`,
    `J, cost and risk together, is what a rule is judged by; less is better: ${ranked.map(describeJ).join(', ')}.`,
  ]
  if (others.length === 0) return paragraphs
  return [
    ...paragraphs,
    `Value at the end. ${others.map((other) => compareValues(ours, other)).join(' ')}`,
    'Price move times drift is luck: it depends on where the drift happened to stand when the price turned, which nobody ' +
      'knows before. Had the price gone the other way, its sign would be the other. One day proves nothing about a policy: ' +
      '`gimbal backtest` tries one on many.',
  ]
}

function describeCost({ name, rebalances, feeUsd6, impactUsd6, gasUsd6 }: VaultSummary): string {
  if (rebalances === 0 && gasUsd6 === 0n) return `${name} did not trade and paid nothing`
  return (
    `${name} $${usd(feeUsd6 + impactUsd6 + gasUsd6)} for ${countOf(rebalances, 'trade', 'trades')} ` +
    `($${usd(feeUsd6)} to the pool, $${usd(impactUsd6)} by price impact, $${usd(gasUsd6)} for gas)`
  )
}

function describeRisk({ name, riskUsd6 }: VaultSummary): string {
  return `${name} $${usd(riskUsd6)}`
}

function describeJ({ name, jUsd6, jPips }: VaultSummary): string {
  return `${name} $${usd(jUsd6)} (${formatScaled(jPips, 100, 2)} bp)`
}

/** Of the difference, what the drift and the costs made; the rest is that a richer vault earns more on its target. */
function compareValues(ours: VaultSummary, other: VaultSummary): string {
  const difference = findNet(ours) - findNet(other)
  const drift = ours.driftEarnedUsd6 - other.driftEarnedUsd6
  const cost = sumCost(other) - sumCost(ours)
  const rest = difference - drift - cost
  const place = difference < 0n ? 'below' : 'above'
  return (
    `After gas, ${ours.name} ends $${usd(difference < 0n ? -difference : difference)} ${place} ${other.name}: ` +
    `${signed(drift)} by price move times drift, ${signed(cost)} by costs, ${signed(rest)} by what each earned on its target.`
  )
}

function sumCost({ feeUsd6, impactUsd6, gasUsd6 }: VaultSummary): bigint {
  return feeUsd6 + impactUsd6 + gasUsd6
}

/** The keeper's gas is not in a vault's value. */
function findNet({ endUsd6, gasUsd6 }: VaultSummary): bigint {
  return endUsd6 - gasUsd6
}

function signed(usd6: bigint): string {
  return usd6 < 0n ? `-$${usd(-usd6)}` : `+$${usd(usd6)}`
}

function usd(usd6: bigint): string {
  return formatScaled(usd6, 1e6, 0)
}
