import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { fitCount } from './figures.ts'
import { fitName } from './fitText.ts'
import type { VaultSummary } from './frame.ts'
import { countOf } from './listChecks.ts'

const LABEL = 29
const VAULT = 16

const rows: readonly [label: string, format: (vault: VaultSummary) => string][] = [
  ['rebalances', ({ rebalances }) => fitCount(rebalances, VAULT)],
  ['  of these, in the shock', ({ rebalancesInShock }) => fitCount(rebalancesInShock, VAULT)],
  ['pool fee and impact, $', ({ tradeCostUsd6 }) => fitFigure(tradeCostUsd6, 1e6, 0, VAULT)],
  ['gas, $', ({ gasCostUsd6 }) => fitFigure(gasCostUsd6, 1e6, 0, VAULT)],
  ['  of this, in the shock, $', ({ shockCostUsd6 }) => fitFigure(shockCostUsd6, 1e6, 0, VAULT)],
  ['mean drift, %', ({ meanDriftPips }) => fitFigure(meanDriftPips, 1e4, 2, VAULT)],
  ['largest drift, %', ({ maxDriftPips }) => fitFigure(maxDriftPips, 1e4, 2, VAULT)],
  ['value at the end, $', ({ navUsd6 }) => fitFigure(navUsd6, 1e6, 0, VAULT)],
]

/** The vaults side by side, as many as 80 columns hold. */
export function tabulateVaults(vaults: readonly VaultSummary[]): string[] {
  const shown = vaults.slice(0, 3)
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

/** Compares the costs of the first two vaults, and their distances from the target, in words. */
export function describeCosts(vaults: readonly VaultSummary[]): string {
  const [ours, control] = vaults
  if (ours === undefined) return ''
  if (control === undefined) return `Under the shock ${describeShock(ours)}.`
  return (
    `Under the shock ${describeShock(ours)}; ${describeShock(control)}. Over the whole time it was ` +
    `${formatCost(ours)} against ${formatCost(control)}. The drift reached ` +
    `${formatDrift(ours)} in ${ours.name}, ${formatDrift(control)} in ${control.name}.`
  )
}

function describeShock({ name, rebalancesInShock, shockCostUsd6 }: VaultSummary): string {
  if (rebalancesInShock === 0 && shockCostUsd6 === 0n) return `${name} waited and paid nothing`
  const count = countOf(rebalancesInShock, 'rebalance', 'rebalances')
  return `${name} paid $${formatScaled(shockCostUsd6, 1e6, 0)} for ${count}`
}

function formatCost({ tradeCostUsd6, gasCostUsd6 }: VaultSummary): string {
  return `$${formatScaled(tradeCostUsd6 + gasCostUsd6, 1e6, 0)}`
}

function formatDrift({ maxDriftPips }: VaultSummary): string {
  return `${formatScaled(maxDriftPips, 1e4, 2)} %`
}
