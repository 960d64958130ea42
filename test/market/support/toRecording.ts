import type { Minute } from '../../../market/minute.ts'
import type { Recording } from '../../../market/recording.ts'

const BLOCKS_PER_MINUTE = 5

/** Minutes for a replay on a chain: five half-full blocks each, with all trades in the first. */
export function toRecording(minutes: readonly Minute[]): Pick<Recording, 'blocks' | 'pool'> {
  return {
    blocks: minutes.flatMap(({ minuteAt, baseFeePerGas }) =>
      Array.from({ length: BLOCKS_PER_MINUTE }, (_, index) => {
        const at = minuteAt + 12n * BigInt(index)
        return { at, baseFeePerGas, gasUsedRatioPips: 500_000n }
      }),
    ),
    pool: minutes.map(({ minuteAt: at, ...minute }) => ({ at, ...minute })),
  }
}
