/** Measures what the bot promises under faults, by the long form of the drills on anvil and graph-node. */
import { drills } from '../test/reliability/drills.ts'
import type { Bench, Figure } from './figure.ts'

const measureReliability: Bench = async () => {
  const figures: Figure[] = []
  for (const drill of drills) figures.push(...(await drill.run('long')))
  return figures
}

export default measureReliability
