import type { Core } from '../../core/index.ts'
import { drawGasPlot, type GasLine, recordedNote } from './gasPlot.ts'
import { evaluateAt, marketNote } from './market.ts'
import { drawPage } from './page.ts'

const depths = [
  { name: '$600 M', millionUsd: 600, hue: 1 },
  { name: '$150 M', millionUsd: 150, hue: 3 },
]

/** Band and return over the price of gas, in a pool at its usual depth and in a thin one. */
export function drawBand(core: Core): string {
  const lines = depths.flatMap(({ name, millionUsd, hue }): GasLine[] => {
    const compute = (gwei: number) => evaluateAt(core, gwei, millionUsd)
    return [
      { name: `band, ${name}`, hue, compute, read: ({ bandPips }) => Number(bandPips) / 1e4 },
      {
        name: `return, ${name}`,
        hue,
        isDashed: true,
        compute,
        read: ({ returnPips }) => Number(returnPips) / 1e4,
      },
    ]
  })
  return drawPage(
    'The band widens and the return line falls when gas gets dear; both rise when the pool gets thin',
    'Dear gas: start later, go further. Thin pool: start later, stop earlier',
    [marketNote, recordedNote],
    drawGasPlot([0, 1, 2, 3, 4, 5, 6], 'drift, % of the portfolio', lines),
  )
}
