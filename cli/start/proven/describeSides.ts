import type { ParameterField } from '../../../core/index.ts'
import { formatScaled } from '../../io/formatScaled.ts'
import type { EvidenceSummary, SideBySide } from '../frame.ts'
import { countOf } from '../listChecks.ts'
import type { Distance } from './compareMarkets.ts'

const LABEL = 24
const CELL = 13

const names: Readonly<Record<ParameterField, string>> = {
  aggressivenessPips: 'aggressiveness',
  bandPips: 'band',
  maxTradeUsd: 'max trade',
  intervalSec: 'interval',
  cppiMultiplierE3: 'CPPI',
  guardPips: 'guard',
  lotPips: 'lot',
  returnPips: 'return',
}

/** How far apart the eight parameters were, in percent of the signed market's: a line each. */
export function tabulateSides({ targets, inForce }: SideBySide): string[] {
  const join = (label: string, cells: readonly string[]) =>
    `${label.padEnd(LABEL)}${cells.map((cell) => ` ${cell.padStart(CELL)}`).join('')}`.trimEnd()
  return [
    join('proven against signed', ['model asks', '', 'in force', '']),
    join('', ['median %', 'worst %', 'median %', 'worst %']),
    ...targets.distances.map((ofTarget, at) =>
      join(
        names[ofTarget.field],
        [ofTarget, inForce.distances[at]].flatMap((distance) => formatDistance(distance)),
      ),
    ),
  ]
}

function formatDistance(distance: Distance | undefined): string[] {
  const { medianPips, worstPips } = distance ?? {}
  return [
    medianPips === undefined ? '-' : formatScaled(medianPips, 1e4, 2),
    worstPips === undefined
      ? '-'
      : `${worstPips > 0n ? '+' : ''}${formatScaled(worstPips, 1e4, 2)}`,
  ]
}

/** What is compared, and what either evidence cost: a paragraph each. */
export function describeSides({ signed, proven, targets, inForce }: SideBySide): string[] {
  if (proven.pushes === 0) return [`Signed and proven: nothing was pushed for ${proven.market}.`]
  return [
    `Signed and proven: ${proven.market} has the policy, bounds and pool of ${signed.market}, but nobody signs. Its only reporter, voted in too, is a ` +
      'contract that measures for itself when a prover has it push. "Model asks" compares ' +
      `${countOf(targets.moments, 'proven push', 'proven pushes')} with what the index measured of the same end, "in force" what readers ` +
      `of both got in ${countOf(inForce.blocks, 'block', 'blocks')}: there the moments of the pushes count too. Worst: + if the proven one was higher.`,
    `What evidence cost: ${describeCost(signed, 'that two of three signed')}; ${describeCost(proven, 'that nobody signed')}.`,
  ]
}

function describeCost({ pushes, medianGas, paidUsd6, wasted }: EvidenceSummary, kind: string) {
  const gas = medianGas === undefined ? '' : `, ${formatScaled(medianGas, 1, 0)} gas each (median)`
  const lost = wasted === 0 ? '' : `, and ${wasted} more refused, but paid for`
  return `${countOf(pushes, 'push', 'pushes')} ${kind}${gas}, $${formatScaled(paidUsd6, 1e6, 0)} in all${lost}`
}
