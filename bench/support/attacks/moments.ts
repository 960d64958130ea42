import type { RecordedHeader } from './recordedChain.ts'

const BLOCKS_PER_EPOCH = 50
const MEAN_BLOCKS = 30

/** Base fee that a push reports, against the mean of the 30 blocks before it, as ratios: 1 is the same. */
export interface MomentFigures {
  /** Pushed in the first block of each epoch; the earlier fee is that of the push before. */
  honest: { mean: number; worst: number }
  /** Whoever pushes chooses the block of each epoch, and the block of the earlier fee by `measure`. */
  chosen: { mean: number; worst: number }
}

/** What choosing the moment is worth on recorded headers. */
export function computeMoments(
  headers: readonly RecordedHeader[],
  { minFeeAgeBlocks, maxFeeAgeBlocks }: { minFeeAgeBlocks: number; maxFeeAgeBlocks: number },
): MomentFigures {
  const fees = headers.map(({ baseFeePerGas }) => Number(baseFeePerGas))
  const feeAt = (index: number) => fees[index] as number
  const honest: number[] = []
  const chosen: number[] = []
  const first = Math.ceil(maxFeeAgeBlocks / BLOCKS_PER_EPOCH) * BLOCKS_PER_EPOCH
  for (let epoch = first; epoch + BLOCKS_PER_EPOCH <= fees.length; epoch += BLOCKS_PER_EPOCH) {
    const usual = meanOf(fees.slice(epoch - MEAN_BLOCKS, epoch))
    honest.push(Math.max(feeAt(epoch), feeAt(epoch - BLOCKS_PER_EPOCH)) / usual)
    const reported = Array.from({ length: BLOCKS_PER_EPOCH }, (_, i) => {
      const push = epoch + i
      const earlier = fees.slice(push - maxFeeAgeBlocks, push - minFeeAgeBlocks + 1)
      return (
        Math.max(feeAt(push), Math.min(...earlier)) / meanOf(fees.slice(push - MEAN_BLOCKS, push))
      )
    })
    chosen.push(Math.min(...reported))
  }
  return {
    honest: { mean: meanOf(honest), worst: Math.min(...honest) },
    chosen: { mean: meanOf(chosen), worst: Math.min(...chosen) },
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
