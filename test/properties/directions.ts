/** The table of directions of the model, as data: one entry for each cell. */
import type { Parameters } from '../../core/index.ts'
import type { Chain } from '../generators/chains.ts'
import type { ObservationField, ParameterField } from '../oracle/domain.ts'
import { show } from './report.ts'

export type Direction = 'never up' | 'never down' | 'unchanged'

export interface Cell {
  readonly title: string
  readonly output: ParameterField
  /** What the output does when the field rises, all else equal. */
  readonly causes: Partial<Record<ObservationField, Direction>>
}

const congestion = (direction: Direction): Cell['causes'] => ({
  baseFeePerGas: direction,
  gasUsedRatioPips: direction,
  nativePriceUsd6: direction,
})

/** A rise of the usual depth is felt as a fall of the depth; the two directions mirror each other. */
const depth = (direction: Direction, usual: Direction): Cell['causes'] => ({
  depthUsd6: direction,
  depthRefUsd6: usual,
})

export const cells: readonly Cell[] = [
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
    causes: { varianceWad: 'never down' },
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
    title: 'P-06 the band does not depend on variance',
    output: 'bandPips',
    causes: { varianceWad: 'unchanged' },
  },
  {
    title: 'P-07 the band never widens with the portfolio',
    output: 'bandPips',
    causes: { navUsd6: 'never up' },
  },
  {
    title: 'P-08 the largest trade does not depend on congestion',
    output: 'maxTradeUsd6',
    causes: congestion('unchanged'),
  },
  {
    title: 'P-09 the largest trade never falls with depth',
    output: 'maxTradeUsd6',
    causes: depth('never down', 'unchanged'),
  },
  {
    title: 'P-10 the largest trade does not depend on variance',
    output: 'maxTradeUsd6',
    causes: { varianceWad: 'unchanged' },
  },
  {
    title: 'P-11 the largest trade does not depend on the portfolio',
    output: 'maxTradeUsd6',
    causes: { navUsd6: 'unchanged' },
  },
  {
    title: 'P-12 the least interval never falls with congestion',
    output: 'minIntervalSec',
    causes: congestion('never down'),
  },
  {
    title: 'P-13 the least interval does not depend on depth',
    output: 'minIntervalSec',
    causes: depth('unchanged', 'unchanged'),
  },
  {
    title: 'P-14 the least interval never rises with variance',
    output: 'minIntervalSec',
    causes: { varianceWad: 'never up' },
  },
  {
    title: 'P-15 the least interval never rises with the portfolio',
    output: 'minIntervalSec',
    causes: { navUsd6: 'never up' },
  },
  {
    title: 'P-16 the multiplier never rises with congestion',
    output: 'cppiMultiplierE3',
    causes: congestion('never up'),
  },
  {
    title: 'P-17 the multiplier does not depend on depth',
    output: 'cppiMultiplierE3',
    causes: depth('unchanged', 'unchanged'),
  },
  {
    title: 'P-18 the multiplier never rises with variance',
    output: 'cppiMultiplierE3',
    causes: { varianceWad: 'never up' },
  },
  {
    title: 'P-19 the multiplier never falls with the portfolio',
    output: 'cppiMultiplierE3',
    causes: { navUsd6: 'never down' },
  },
  {
    title: 'P-20 the guard never falls with congestion',
    output: 'guardPips',
    // Congestion reaches the guard through the wait until execution alone.
    causes: {
      baseFeePerGas: 'unchanged',
      gasUsedRatioPips: 'never down',
      nativePriceUsd6: 'unchanged',
    },
  },
  {
    title: 'P-21 the guard never rises with depth',
    output: 'guardPips',
    causes: depth('never up', 'never down'),
  },
  {
    title: 'P-22 the guard never falls with variance',
    output: 'guardPips',
    causes: { varianceWad: 'never down' },
  },
  {
    title: 'P-23 the guard does not depend on the portfolio',
    output: 'guardPips',
    causes: { navUsd6: 'unchanged' },
  },
]

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
  output: ParameterField,
  direction: Direction,
): { breaches: string[]; changes: number } {
  const breaches: string[] = []
  let changes = 0
  for (let i = 1; i < values.length; i += 1) {
    const before = (outputs[i - 1] as Parameters)[output]
    const after = (outputs[i] as Parameters)[output]
    if (before !== after) changes += 1
    if (!holds(direction, before, after)) {
      const move = `${field} ${values[i - 1]} -> ${values[i]}: ${output} ${before} -> ${after}`
      breaches.push(`${move}, not ${direction}; the rest is ${show(row)}`)
    }
  }
  return { breaches, changes }
}
