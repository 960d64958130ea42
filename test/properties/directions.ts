/** The table of directions of the model, as data: one entry for each cell. */
import type { Parameters } from '../../core/index.ts'
import type { Chain } from '../generators/chains.ts'
import type { ObservationField, ParameterField } from '../oracle/domain.ts'
import { show } from './report.ts'

type Direction = 'never up' | 'never down' | 'unchanged'

interface Cell {
  readonly title: string
  readonly output: ParameterField
  /** What the output does when the field rises, all else equal. */
  readonly causes: Partial<Record<ObservationField, Direction>>
  /** What it does where the portfolio has no horizon, if that is stricter. */
  readonly withoutHorizon?: Direction
}

/** Congestion is each of these four. */
const congestion = (direction: Direction): Cell['causes'] => ({
  baseFeePerGas: direction,
  gasUsedRatioPips: direction,
  nativePriceUsd6: direction,
  dataFeeWei: direction,
})

/** Where congestion acts through the wait until execution alone. */
const waiting = (direction: Direction): Cell['causes'] => ({
  baseFeePerGas: 'unchanged',
  gasUsedRatioPips: direction,
  nativePriceUsd6: 'unchanged',
  dataFeeWei: 'unchanged',
})

/** A rise of the usual depth is felt as a fall of the depth; the two directions mirror each other. */
const depth = (direction: Direction, usual: Direction): Cell['causes'] => ({
  depthUsd6: direction,
  depthRefUsd6: usual,
})

const variance = (direction: Direction): Cell['causes'] => ({ varianceWad: direction })
const portfolio = (direction: Direction): Cell['causes'] => ({ navUsd6: direction })
const curvature = (direction: Direction): Cell['causes'] => ({ curvaturePips: direction })
const horizon = (direction: Direction): Cell['causes'] => ({ horizonSec: direction })

const cells: readonly Cell[] = [
  {
    title: 'P-01 aggressiveness never rises with congestion',
    output: 'aggressivenessPips',
    causes: congestion('never up'),
  },
  {
    title: 'P-02 aggressiveness never falls with depth',
    output: 'aggressivenessPips',
    causes: depth('never down', 'never up'),
  },
  {
    title: 'P-03 aggressiveness never falls with variance',
    output: 'aggressivenessPips',
    causes: variance('never down'),
  },
  {
    title: 'P-64 aggressiveness never falls with curvature',
    output: 'aggressivenessPips',
    causes: curvature('never down'),
  },
  {
    title: 'P-65 aggressiveness does not depend on the horizon',
    output: 'aggressivenessPips',
    causes: horizon('unchanged'),
  },
  {
    title: 'P-04 the band never narrows with congestion',
    output: 'bandPips',
    causes: congestion('never down'),
  },
  {
    title: 'P-05 the band never widens with depth',
    output: 'bandPips',
    causes: depth('never up', 'never down'),
  },
  {
    title: 'P-06 the band never widens with variance',
    output: 'bandPips',
    causes: variance('never up'),
    withoutHorizon: 'unchanged',
  },
  {
    title: 'P-07 the band never widens with the portfolio',
    output: 'bandPips',
    causes: portfolio('never up'),
  },
  {
    title: 'P-66 the band never narrows with curvature',
    output: 'bandPips',
    causes: curvature('never down'),
  },
  {
    title: 'P-67 the band never widens when the horizon gets longer',
    output: 'bandPips',
    causes: horizon('never up'),
  },
  {
    title: 'P-68 the return never rises with congestion',
    output: 'returnPips',
    causes: congestion('never up'),
  },
  {
    title: 'P-69 the return never rises with depth',
    output: 'returnPips',
    causes: depth('never up', 'never down'),
  },
  {
    title: 'P-70 the return never rises with variance',
    output: 'returnPips',
    causes: variance('never up'),
    withoutHorizon: 'unchanged',
  },
  {
    title: 'P-71 the return never falls with the portfolio',
    output: 'returnPips',
    causes: portfolio('never down'),
  },
  {
    title: 'P-72 the return never falls with curvature',
    output: 'returnPips',
    causes: curvature('never down'),
  },
  {
    title: 'P-73 the return never rises when the horizon gets longer',
    output: 'returnPips',
    causes: horizon('never up'),
  },
  {
    title: 'P-74 the lot never falls with congestion',
    output: 'lotPips',
    causes: congestion('never down'),
  },
  {
    title: 'P-75 the lot never falls with depth',
    output: 'lotPips',
    causes: depth('never down', 'never up'),
  },
  {
    title: 'P-76 the lot does not depend on variance',
    output: 'lotPips',
    causes: variance('unchanged'),
  },
  {
    title: 'P-77 the lot never rises with the portfolio',
    output: 'lotPips',
    causes: portfolio('never up'),
  },
  {
    title: 'P-78 the lot never falls with curvature',
    output: 'lotPips',
    causes: curvature('never down'),
  },
  {
    title: 'P-79 the lot does not depend on the horizon',
    output: 'lotPips',
    causes: horizon('unchanged'),
  },
  {
    title: 'P-12 the interval never falls with congestion',
    output: 'intervalSec',
    causes: congestion('never down'),
  },
  {
    title: 'P-13 the interval never rises with depth',
    output: 'intervalSec',
    causes: depth('never up', 'never down'),
  },
  {
    title: 'P-14 the interval never rises with variance',
    output: 'intervalSec',
    causes: variance('never up'),
  },
  {
    title: 'P-15 the interval never rises with the portfolio',
    output: 'intervalSec',
    causes: portfolio('never up'),
  },
  {
    title: 'P-80 the interval never rises with curvature',
    output: 'intervalSec',
    causes: curvature('never up'),
  },
  {
    title: 'P-81 the interval does not depend on the horizon',
    output: 'intervalSec',
    causes: horizon('unchanged'),
  },
  {
    title: 'P-08 the largest trade does not depend on congestion',
    output: 'maxTradeUsd',
    causes: congestion('unchanged'),
  },
  {
    title: 'P-09 the largest trade never falls with depth',
    output: 'maxTradeUsd',
    causes: depth('never down', 'unchanged'),
  },
  {
    title: 'P-10 the largest trade does not depend on variance',
    output: 'maxTradeUsd',
    causes: variance('unchanged'),
  },
  {
    title: 'P-11 the largest trade does not depend on the portfolio',
    output: 'maxTradeUsd',
    causes: portfolio('unchanged'),
  },
  {
    title: 'P-82 the largest trade does not depend on curvature',
    output: 'maxTradeUsd',
    causes: curvature('unchanged'),
  },
  {
    title: 'P-83 the largest trade does not depend on the horizon',
    output: 'maxTradeUsd',
    causes: horizon('unchanged'),
  },
  {
    title: 'P-16 the CPPI multiplier never rises with congestion',
    output: 'cppiMultiplierE3',
    causes: waiting('never up'),
  },
  {
    title: 'P-17 the CPPI multiplier does not depend on depth',
    output: 'cppiMultiplierE3',
    causes: depth('unchanged', 'unchanged'),
  },
  {
    title: 'P-18 the CPPI multiplier never rises with variance',
    output: 'cppiMultiplierE3',
    causes: variance('never up'),
  },
  {
    title: 'P-19 the CPPI multiplier does not depend on the portfolio',
    output: 'cppiMultiplierE3',
    causes: portfolio('unchanged'),
  },
  {
    title: 'P-84 the CPPI multiplier does not depend on curvature',
    output: 'cppiMultiplierE3',
    causes: curvature('unchanged'),
  },
  {
    title: 'P-85 the CPPI multiplier does not depend on the horizon',
    output: 'cppiMultiplierE3',
    causes: horizon('unchanged'),
  },
  {
    title: 'P-20 the guard never falls with congestion',
    output: 'guardPips',
    causes: waiting('never down'),
  },
  {
    title: 'P-21 the guard never rises with depth',
    output: 'guardPips',
    causes: depth('never up', 'never down'),
  },
  {
    title: 'P-22 the guard never falls with variance',
    output: 'guardPips',
    causes: variance('never down'),
  },
  {
    title: 'P-23 the guard does not depend on the portfolio',
    output: 'guardPips',
    causes: portfolio('unchanged'),
  },
  {
    title: 'P-86 the guard does not depend on curvature',
    output: 'guardPips',
    causes: curvature('unchanged'),
  },
  {
    title: 'P-87 the guard does not depend on the horizon',
    output: 'guardPips',
    causes: horizon('unchanged'),
  },
]

/** Every cell with every field of its cause. */
export interface Claim {
  readonly cell: Cell
  readonly field: ObservationField
  readonly direction: Direction
}

export const claims: readonly Claim[] = cells.flatMap((cell) =>
  (Object.entries(cell.causes) as [ObservationField, Direction][]).map(([field, direction]) => ({
    cell,
    field,
    direction,
  })),
)

function holds(direction: Direction, before: bigint, after: bigint): boolean {
  if (direction === 'never up') return after <= before
  if (direction === 'never down') return after >= before
  return after === before
}

/**
 * Compares each value of a chain with the next. `changes` counts the pairs in which the output moved,
 * so that a test can tell a proof from a chain on which nothing happened.
 */
export function inspectChain(
  { row, field, values }: Chain,
  outputs: readonly Parameters[],
  { cell: { output, withoutHorizon }, direction }: Claim,
): { breaches: string[]; changes: number } {
  const hasHorizon = row.observation.horizonSec !== 0n
  const claimed = hasHorizon ? direction : (withoutHorizon ?? direction)
  const breaches: string[] = []
  let changes = 0
  for (let i = 1; i < values.length; i += 1) {
    const before = (outputs[i - 1] as Parameters)[output]
    const after = (outputs[i] as Parameters)[output]
    if (before !== after) changes += 1
    if (!holds(claimed, before, after)) {
      const move = `${field} ${values[i - 1]} -> ${values[i]}: ${output} ${before} -> ${after}`
      breaches.push(`${move}, not ${claimed}; the rest is ${show(row)}`)
    }
  }
  return { breaches, changes }
}
