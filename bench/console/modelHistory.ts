import { observationFields } from '../../core/fields.ts'
import { type History, HistoryBuilder } from '../../web/whatIf/model/history.ts'
import { createRandom } from './random.ts'

/** 2026-10-01 00:00 UTC. */
const BEGIN_AT = 1_790_812_800
/** As the index has them. */
const SEGMENT_SEC = 120

/** Observations of a market in which gas, depth and variance go up and down all the time, so that the model has to move. */
export function createModelHistory(count: number): History {
  const random = createRandom(21_600)
  const history = new HistoryBuilder()
  // Logarithms of how far each is from its usual level.
  const levels = { gas: 0, depth: 0, variance: 0 }
  for (let row = 0; row < count; row++) {
    for (const name of ['gas', 'depth', 'variance'] as const) {
      levels[name] = levels[name] * 0.995 + (random() - 0.5) * 0.16
    }
    const figures: Readonly<Record<(typeof observationFields)[number], bigint>> = {
      baseFeePerGas: scale(30_000_000_000, levels.gas),
      gasUsedRatioPips: scale(500_000, levels.gas / 4),
      nativePriceUsd6: 2_000_000_000n,
      depthUsd6: scale(300_000_000_000_000, levels.depth),
      depthRefUsd6: 320_000_000_000_000n,
      varianceWad: scale(640_000_000_000_000_000, levels.variance),
      navUsd6: 10_000_000_000_000n,
      dataFeeWei: 0n,
      curvaturePips: 250_000n,
      horizonSec: 0n,
    }
    const lanes = observationFields.map((field) => figures[field])
    history.add(BEGIN_AT + row * SEGMENT_SEC, lanes)
  }
  return history.finish()
}

function scale(usual: number, level: number): bigint {
  return BigInt(Math.round(usual * Math.exp(level)))
}
