import type { AttackChain, BlockChange } from './attackChain.ts'
import { HONEST_INDEXES } from './attacks.ts'
import { measureCalls, pushCalls } from './calls.ts'
import { readKept } from './runAttacks.ts'

const BLOCKS_PER_EPOCH = 50
/** Three segments: the least after which a measurement walks. */
const BLOCKS_PER_WALK = 30
const HOUR_BLOCKS = 300

/** Averages after an hour that was measured by a schedule. */
export interface ScheduleFigures {
  varianceWad: bigint
  depthRefUsd6: bigint
}

const schedules = {
  /** A push an epoch. */
  honest: (chain: AttackChain, block: number): BlockChange =>
    block % BLOCKS_PER_EPOCH === 0 ? { calls: pushCalls(chain) } : {},
  /** The same, with a measurement as often as one walks. */
  often: (chain: AttackChain, block: number): BlockChange => ({
    calls: [
      ...(block % BLOCKS_PER_WALK === 0 ? measureCalls(chain) : []),
      ...(block % BLOCKS_PER_EPOCH === 0 ? pushCalls(chain) : []),
    ],
  }),
  /** Once, at its end: pushes are kept out of the blocks. */
  once: (chain: AttackChain, block: number): BlockChange =>
    block === HOUR_BLOCKS ? { calls: measureCalls(chain) } : {},
}

/** An hour of the record after the honest pushes, by each schedule. The chain is afterwards as it was before. */
export async function runSchedules(
  chain: AttackChain,
): Promise<Record<keyof typeof schedules, ScheduleFigures>> {
  const run = (name: keyof typeof schedules) =>
    chain.rehearse(async () => {
      const from = HONEST_INDEXES[1]
      await chain.play(from + HOUR_BLOCKS, (index) => schedules[name](chain, index - from))
      const { varianceWad, depthRefUsd6 } = await readKept(chain, 'slots')
      return { varianceWad, depthRefUsd6 }
    })
  return { honest: await run('honest'), often: await run('often'), once: await run('once') }
}
