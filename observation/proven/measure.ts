// What a contract of evidence measures, from the same inputs (contracts/evidence/ProvenEvidence.sol).
//
// Method:   depth, price and both averages from the pools' accumulators (windows.ts, walk.ts); the base fee is the
//           higher of the block's and the earlier one, the gas used what the two prove (gasUsedBound.ts); net asset
//           value the lower of now's and the kept one, with the curvature told with it; horizon and data fee as told.
// Domain:   figures of one block, as its transactions see them.
// Special:  the first measurement has no kept value to compare with. A chain without a gas limit: gas used is 0.
// Accuracy: the contract's bits: the observation and the two words of state; test/observation/proven/measure.test.ts.
// Source:   docs/evidence.md.

import type { Observation, Policy } from '../../core/fields.ts'
import { maxOf, minOf } from '../integerMath.ts'
import type { Reading } from '../readings.ts'
import { chooseEarlierFee, keepFee, requireBaseFee } from './feePoints.ts'
import { computeGasUsedBound } from './gasUsedBound.ts'
import type { FeePoint, KeptState } from './keptState.ts'
import type { ProvenSettings } from './settings.ts'
import { walk } from './walk.ts'
import {
  computeDepths,
  computeHigherNativePriceUsd6,
  type DatedSums,
  listTimes,
  type PoolSums,
  requireUpTo,
} from './windows.ts'

/** What is kept rises to so many times what the report says at most. */
const MAX_NAV_RISE = 2n
const MAX_NAV_USD6 = 10n ** 19n

/** All that moves the kept state on. */
export interface AdvanceInput {
  /** The block's timestamp, unix seconds. */
  at: bigint
  blockNumber: bigint
  /** Of that block, wei. */
  baseFeePerGas: bigint
  /** After the measurement before; undefined: there was none. */
  kept: KeptState | undefined
  /** What the portfolio tells in the transaction. */
  told: Pick<Reading, 'navUsd6' | 'curvaturePips'>
  settings: ProvenSettings
  /** The pool's accumulators at each of `listTimes(at, settings).pool`. */
  poolSums(at: bigint): PoolSums
}

/** All that a report depends on. */
export interface MeasureInput extends AdvanceInput {
  /** What portfolio and fee oracle tell in the transaction. */
  told: Reading
  /** The market's, in force. */
  policy: Pick<Policy, 'gasTargetPips' | 'baseFeeDenominator'>
  /** The native pool's accumulators at each of `listTimes(at, settings).nativePool`. */
  nativePoolSums(at: bigint): PoolSums
  /** Of a header that stands in where no kept base fee fits. */
  headerFee?: FeePoint | undefined
}

/** What a report says, and the state after it. */
export interface ProvenMeasurement {
  /** E: the end of the last segment, the report's `observedAt`, unix seconds. */
  endAt: bigint
  observation: Observation
  kept: KeptState
}

/**
 * What the contract would report in a block, and keep.
 *
 * @throws TickOutOfRangeError, BaseFeeUnknownError, NoEarlierBaseFeeError (HeaderOutsideWindowError with a header), or
 * OutOfDomainError of base fee, depth, native price or net asset value. The other figures are checked by the model.
 */
export function measure(input: MeasureInput): ProvenMeasurement {
  const { at, blockNumber, kept, told, settings, policy, headerFee } = input
  const { source } = settings
  const times = listTimes(at, settings)
  const sums = times.pool.map((time) => toDated(time, input.poolSums(time)))
  const nativeSums = times.nativePool.map((time) => toDated(time, input.nativePoolSums(time)))
  const { depthUsd6, slowDepthUsd6 } = computeDepths(sums, source)
  const averages = walk(kept, sums, slowDepthUsd6, settings)
  const nativePriceUsd6 = computeHigherNativePriceUsd6(sums, nativeSums, source)

  const to = requireBaseFee(input.baseFeePerGas)
  const earlier = chooseEarlierFee(kept ?? {}, blockNumber, settings, headerFee)
  const from = earlier.baseFeePerGas
  const blocks = blockNumber - earlier.blockNumber
  const { gasTargetPips, baseFeeDenominator } = policy
  const rule = { gasTargetPips, baseFeeDenominator }
  requireUpTo('navUsd6', told.navUsd6, MAX_NAV_USD6, 1n)
  // What a portfolio holds for one block does not count, what leaves it counts at once.
  const value = kept === undefined || told.navUsd6 <= kept.navUsd6 ? told : kept
  return {
    endAt: times.pool.at(-1) as bigint,
    observation: {
      baseFeePerGas: maxOf(from, to),
      gasUsedRatioPips: source.hasGasLimit
        ? computeGasUsedBound({ from, to, blocks, ...rule })
        : 0n,
      nativePriceUsd6,
      depthUsd6,
      depthRefUsd6: averages.depthRefUsd6,
      varianceWad: averages.varianceWad,
      navUsd6: value.navUsd6,
      dataFeeWei: told.dataFeeWei,
      curvaturePips: value.curvaturePips,
      horizonSec: told.horizonSec,
    },
    // A loan at two reports that follow each other doubles what counts, and no more.
    kept: keep(
      {
        ...input,
        told: { ...told, navUsd6: minOf(told.navUsd6, MAX_NAV_RISE * value.navUsd6) },
      },
      averages,
    ),
  }
}

/**
 * What the contract would keep after `measure` alone, which makes no report.
 *
 * @throws TickOutOfRangeError, BaseFeeUnknownError, or OutOfDomainError of base fee, depth or net asset value.
 */
export function advance(input: AdvanceInput): KeptState {
  const { at, kept, settings } = input
  const sums = listTimes(at, settings).pool.map((time) => toDated(time, input.poolSums(time)))
  const { slowDepthUsd6 } = computeDepths(sums, settings.source)
  requireUpTo('navUsd6', input.told.navUsd6, MAX_NAV_USD6, 1n)
  // Only a report lets the kept nav rise: a measurement and a report fit into one block.
  const told = kept === undefined || input.told.navUsd6 < kept.navUsd6 ? input.told : kept
  return keep({ ...input, told }, walk(kept, sums, slowDepthUsd6, settings))
}

function keep(input: AdvanceInput, averages: ReturnType<typeof walk>): KeptState {
  const { kept, told, blockNumber, settings } = input
  const now = { baseFeePerGas: requireBaseFee(input.baseFeePerGas), blockNumber }
  const { latest, earlier } = keepFee(kept ?? {}, now, settings)
  return {
    segment: averages.segment,
    firstSegment: averages.firstSegment,
    tickSum: averages.tickSum,
    meanTickQ8: averages.meanTickQ8,
    depthRefUsd6: averages.depthRefUsd6,
    varianceWad: averages.varianceWad,
    navUsd6: told.navUsd6,
    curvaturePips: told.curvaturePips,
    latest,
    earlier,
  }
}

function toDated(at: bigint, { tickSum, secondsPerLiquidityX128 }: PoolSums): DatedSums {
  return { at, tickSum, secondsPerLiquidityX128 }
}
