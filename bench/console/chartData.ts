import type { ChartCorridor, ChartMark, ChartSeries } from '../../web/charts/chart.ts'
import { createRandom } from './random.ts'

/** 2026-11-01 00:00 UTC. */
const BEGIN_AT = 1_793_491_200
/** Of Ethereum. */
const BLOCK_SEC = 12

/** What a chart shows that is like a parameter's over so many blocks. */
export interface ChartData {
  series: ChartSeries[]
  corridor: ChartCorridor
  marks: ChartMark[]
}

/**
 * A measured value per block, what a policy asks for, and the value in force, which follows it in steps between bounds that
 * voters change now and then.
 *
 * @param count - Points of each of the lines.
 */
export function createChartData(count: number): ChartData {
  const random = createRandom(20_261_127)
  const times = Float64Array.from({ length: count }, (_, block) => BEGIN_AT + block * BLOCK_SEC)
  const target = new Float64Array(count)
  const force = new Float64Array(count)
  const marks: ChartMark[] = []
  let level = 5
  let inForce = 5
  for (let block = 0; block < count; block++) {
    level += (random() - 0.5) * 0.12 + (5 - level) * 0.002
    target[block] = level + (random() < 0.002 ? 3 * random() : 0)
    if (block % 150 === 0) {
      inForce = Math.min(7, Math.max(3.5, Math.round(level * 100) / 100))
      marks.push({ at: times[block] as number, label: `Push ${marks.length + 1}` })
    }
    force[block] = inForce
  }
  const votes = Float64Array.of(0, 0.4, 0.75).map(
    (share) => BEGIN_AT + Math.round(share * count) * BLOCK_SEC,
  )
  return {
    series: [
      { label: 'In force', kind: 'force', shape: 'step', times, values: force },
      { label: 'Target', kind: 'target', shape: 'line', times, values: target },
    ],
    corridor: {
      label: 'Voted bounds',
      times: votes,
      lower: Float64Array.of(3, 3.5, 3.5),
      upper: Float64Array.of(7, 7, 8),
    },
    marks,
  }
}
