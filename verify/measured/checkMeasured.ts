import { type Hex, numberToHex } from 'viem'
import {
  type KeptState,
  listTimes,
  packKeptState,
  unpackKeptState,
} from '../../observation/proven/index.ts'
import { compareFigures, formatFigures } from '../checkObservation.ts'
import { type Comparison, compare, createStep, differ, join, type Step } from '../compare.ts'
import { type Evidence, findAt } from '../evidence.ts'
import type { Measurement, Update } from '../readUpdates.ts'
import { listSilent } from './measurements.ts'
import type { PoolMemory } from './readPoolMemory.ts'
import { type Recomputed, recompute } from './recompute.ts'

/** The most measurements without a report that are computed again, the latest ones. */
const MAX_SILENT = 16

/** The observation of a proven update, as the contract's measurement gives it: measured figures, and told ones. */
export function checkProvenFigures(
  { observation }: Pick<Update, 'observation'>,
  recomputed: Recomputed,
): Step[] {
  const { told, measurement } = recomputed
  const text = describeSums(recomputed)
  if (recomputed.observation === undefined) {
    const why = recomputed.refusal ?? 'it was made without a report'
    return [createStep('observation', text, differ(`the contract could not measure: ${why}`))]
  }
  const { navUsd6, curvaturePips, horizonSec, dataFeeWei, ...measured } = recomputed.observation
  const tolds = { navUsd6, curvaturePips, horizonSec, dataFeeWei }
  const asked = `told ${told?.where ?? `in block ${measurement.blockNumber}`}, the lower of now's and the kept value`
  return [
    createStep(
      'observation',
      `${text}: ${formatFigures(measured)}`,
      compareFigures(observation, measured),
    ),
    createStep(
      'portfolio',
      `${asked}: ${formatFigures(tolds)}`,
      compareFigures(observation, tolds),
    ),
  ]
}

/** The contract of evidence itself: one of the market's reporters, which measures what the market measures. */
export function compareReporter(
  { market, riskParameters }: Evidence,
  { marketId }: Pick<Update, 'marketId'>,
  { settings, measurement }: Recomputed,
): Comparison {
  const voted = findAt(market.sources, measurement)
  const lower = (hex: Hex) => hex.toLowerCase()
  return join(
    compare('reporter reports to', lower(settings.riskParameters), lower(riskParameters)),
    compare('reporter of market', lower(settings.marketId), lower(marketId)),
    ...Object.entries(settings.source).map(([field, value]) => {
      const own = voted[field as keyof typeof voted]
      return compare(`source ${field}`, toFigure(value), toFigure(own))
    }),
  )
}

const toFigure = (value: string | number | bigint | boolean): string => String(value).toLowerCase()

/** What the contract kept, field by field, and before it what it kept without a report: nothing else checks that. */
export async function checkKept(evidence: Evidence, recomputed: Recomputed): Promise<Step> {
  const { measurement, keptBefore } = recomputed
  const silent = listSilent(evidence.market, measurement).slice(-MAX_SILENT)
  const earlier: Comparison[] = []
  for (const one of silent) {
    const { kept, refusal } = await recompute(evidence, one, undefined)
    const at = ` in block ${one.blockNumber}`
    earlier.push(compare(`words${at}`, formatWords(one.words), kept && formatWords(pack(kept))))
    if (refusal !== undefined) earlier.push(differ(`measured${at}: ${refusal}`))
  }
  const from =
    keptBefore === undefined
      ? 'from the start figures, as its first measurement'
      : `from what it kept in block ${keptBefore.blockNumber}`
  const [count, ones] = [silent.length, silent.length === 1 ? 'measurement' : 'measurements']
  const also = count === 0 ? '' : `; with ${count} ${ones} without a report before it`
  return createStep(
    'kept',
    `the state of ${measurement.reporter} ${from}${also}`,
    ...earlier,
    compareKept(measurement, recomputed.kept),
  )
}

function compareKept(measurement: Measurement, kept: KeptState | undefined): Comparison {
  const stored = listKept(unpackKeptState(measurement.words))
  const words = kept && pack(kept)
  const computed = words && listKept(unpackKeptState(words))
  return join(
    ...stored.map(([field, value], at) => compare(`kept ${field}`, value, computed?.[at]?.[1])),
    compare('words', formatWords(measurement.words), words && formatWords(words)),
  )
}

/** As the contract packs it: what does not fit is cut there too. */
const pack = (kept: KeptState): [bigint, bigint] => packKeptState(kept)

function listKept(kept: KeptState | undefined): (readonly [field: string, value: bigint])[] {
  return [
    ['segment', kept?.segment ?? 0n],
    ['firstSegment', kept?.firstSegment ?? 0n],
    ['tickSum', kept?.tickSum ?? 0n],
    ['meanTickQ8', kept?.meanTickQ8 ?? 0n],
    ['depthRefUsd6', kept?.depthRefUsd6 ?? 0n],
    ['varianceWad', kept?.varianceWad ?? 0n],
    ['navUsd6', kept?.navUsd6 ?? 0n],
    ['curvaturePips', kept?.curvaturePips ?? 0n],
    ['latest.baseFeePerGas', kept?.latest?.baseFeePerGas ?? 0n],
    ['latest.blockNumber', kept?.latest?.blockNumber ?? 0n],
    ['earlier.baseFeePerGas', kept?.earlier?.baseFeePerGas ?? 0n],
    ['earlier.blockNumber', kept?.earlier?.blockNumber ?? 0n],
  ]
}

const formatWords = (words: readonly [bigint, bigint]): string =>
  words.map((word) => numberToHex(word, { size: 32 })).join(' ')

/** What the accumulators were read from. */
function describeSums({ memories, settings, header }: Recomputed): string {
  const { pool, nativePool } = listTimes(header.timestamp, settings)
  const count = pool.length + nativePool.length
  const sources = memories.map(describeMemory).join(' and ')
  return `${count} times of ${sources}`
}

function describeMemory({ start, eventCount }: PoolMemory): string {
  return `${start.pool} by its state at block ${start.blockNumber} and ${eventCount} events since`
}
