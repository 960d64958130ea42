import type { Figure } from '../../figure.ts'
import { computeAttackReport, type Moved } from './report.ts'

const fields = ['depth', 'price', 'variance', 'baseFee', 'nav'] as const satisfies (keyof Moved)[]

/** What each attack of docs/evidence.md moves: the figure that it moves farthest, and aggressiveness. */
export async function measureAttackFigures(): Promise<Figure[]> {
  const { lines, moments } = await computeAttackReport()
  const percent = (name: string, value: number): Figure => ({
    name,
    value: Math.round(value * 100) / 100,
    unit: '%',
    better: 'lower',
  })
  return [
    ...lines.flatMap(({ name, slots }) => {
      const farthest = fields.toSorted((a, b) => Math.abs(slots[b]) - Math.abs(slots[a]))[0]
      return [
        percent(`attack-${name}-${farthest?.toLowerCase()}`, slots[farthest ?? 'depth']),
        percent(`attack-${name}-aggressiveness`, slots.target.aggressivenessPips),
      ]
    }),
    percent('attack-moment-basefee-mean', 100 * (moments.chosen.mean - 1)),
    percent('attack-moment-basefee-lowest', 100 * (moments.chosen.worst - 1)),
  ]
}
