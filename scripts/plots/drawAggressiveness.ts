import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import type { Core } from '../../core/index.ts'
import { drawGasPlot, recordedNote } from './gasPlot.ts'
import { evaluateAt, marketNote } from './market.ts'
import { drawPage } from './page.ts'

const depthsMillionUsd = [600, 300, 150, 75]

/** Aggressiveness over the price of gas, a line a depth of the pool. */
export function drawAggressiveness(core: Core): string {
  const lines = depthsMillionUsd.map((depth, hue) => ({
    name: `depth $${depth} M`,
    hue,
    compute: (gwei: number) => evaluateAt(core, gwei, depth),
    read: ({ aggressivenessPips }: { aggressivenessPips: bigint }) =>
      (Number(aggressivenessPips) * 86_400) / Number(defaultPolicy.epochSec) / 1e4,
  }))
  return drawPage(
    'Aggressiveness falls when gas gets dear or the pool gets thin',
    'Dear gas, thin pool: trade more slowly',
    [marketNote, recordedNote],
    drawGasPlot(
      [0, 10, 20, 30, 40, 50, 60, 70],
      'aggressiveness, % of the excess closed a day',
      lines,
    ),
  )
}
