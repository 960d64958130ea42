import type { Hex } from 'viem'
import type { VaultPlan } from '../../client/vaults/readVault.ts'
import type { VaultTrade } from '../../client/vaults/readVaultLogs.ts'
import type { ChartCorridor, ChartMark, ChartSeries } from '../charts/chart.ts'

/** A rebalance with the time of its block, Unix seconds. */
export interface DatedTrade extends VaultTrade {
  blockAt: bigint
}

/** What a vault would have done at the end of one block. */
export interface DatedPlan {
  blockNumber: bigint
  /** Unix seconds. */
  at: bigint
  plan: VaultPlan
}

/** What became of a vault since its first deposit. */
export interface VaultHistory {
  /** Undefined: nothing was deposited yet. */
  fundedAtBlock: bigint | undefined
  trades: readonly DatedTrade[]
  /** Ascending; empty where the node does not have the old states. */
  plans: readonly DatedPlan[]
  /** What its keepers paid for these trades, wei; undefined where it was not read. */
  gasWei: bigint | undefined
}

/** What a vault paid, in quote's smallest unit, and how far it was from its target, 1e6 = 100 %. */
export interface VaultTotals {
  tradeCount: number
  tradedQuote: bigint
  costQuote: bigint
  /** Cost over trade; undefined without a trade. */
  costPips: bigint | undefined
  /** Mean over time and the largest of what was sampled; undefined without samples. */
  meanDriftPips: bigint | undefined
  largestDriftPips: bigint | undefined
}

const ONE_PIPS = 1_000_000n

export function sumTotals({ trades, plans }: Pick<VaultHistory, 'trades' | 'plans'>): VaultTotals {
  const tradedQuote = trades.reduce((sum, { quoteAmount }) => sum + quoteAmount, 0n)
  const costQuote = trades.reduce((sum, trade) => sum + trade.costQuote, 0n)
  return {
    tradeCount: trades.length,
    tradedQuote,
    costQuote,
    costPips: tradedQuote === 0n ? undefined : (costQuote * ONE_PIPS) / tradedQuote,
    meanDriftPips: computeMeanDrift(plans),
    largestDriftPips: plans.reduce<bigint | undefined>((largest, { plan }) => {
      return largest === undefined || plan.driftPips > largest ? plan.driftPips : largest
    }, undefined),
  }
}

/** Each sample counts until the next one. */
function computeMeanDrift(plans: readonly DatedPlan[]): bigint | undefined {
  let sum = 0n
  let elapsedSec = 0n
  for (const [index, { at, plan }] of plans.entries()) {
    const next = plans[index + 1]
    if (next === undefined) continue
    sum += plan.driftPips * (next.at - at)
    elapsedSec += next.at - at
  }
  return elapsedSec === 0n ? plans.at(-1)?.plan.driftPips : sum / elapsedSec
}

/**
 * Numbers of blocks to look at: some evenly spread, and those just before and of each trade.
 *
 * @param count - How many of the first kind, 2 or more.
 */
export function chooseBlocks(
  from: bigint,
  to: bigint,
  tradeBlocks: readonly bigint[],
  count: number,
): bigint[] {
  const spread = Array.from(
    { length: count },
    (_, at) => from + ((to - from) * BigInt(at)) / BigInt(count - 1),
  )
  const around = tradeBlocks.flatMap((block) => [block - 1n, block])
  return [...new Set([...spread, ...around])]
    .filter((block) => block >= from && block <= to)
    .sort((a, b) => Number(a - b))
}

/** Samples from the first on in which the vault holds any of the risky token: before, it is still being set up. */
export function skipSetUp(plans: readonly DatedPlan[]): DatedPlan[] {
  const first = plans.findIndex(({ plan }) => plan.weightPips > 0n)
  return first === -1 ? [...plans] : plans.slice(first)
}

const toPercent = (pips: bigint): number => Number(pips) / 1e4

/** Weight and target of a vault with the band in which it waits, and the lines to which a trade comes back, in %. */
export function drawWeight(plans: readonly DatedPlan[]): {
  series: ChartSeries[]
  corridor: ChartCorridor
} {
  const times = Float64Array.from(plans, ({ at }) => Number(at))
  const line = (of: (plan: VaultPlan) => bigint) =>
    Float64Array.from(plans, ({ plan }) => toPercent(of(plan)))
  const series = (
    label: string,
    kind: ChartSeries['kind'],
    shape: ChartSeries['shape'],
    of: (plan: VaultPlan) => bigint,
  ): ChartSeries => ({ label, kind, shape, times, values: line(of) })
  return {
    series: [
      series('weight', 'force', 'line', ({ weightPips }) => weightPips),
      series('target', 'target', 'step', ({ targetWeightPips }) => targetWeightPips),
      series(
        'return, above',
        'reference',
        'step',
        (plan) => plan.targetWeightPips + plan.returnPips,
      ),
      series(
        'return, below',
        'reference',
        'step',
        (plan) => plan.targetWeightPips - plan.returnPips,
      ),
    ],
    corridor: {
      label: 'band',
      times,
      lower: line(({ targetWeightPips, bandPips }) => targetWeightPips - bandPips),
      upper: line(({ targetWeightPips, bandPips }) => targetWeightPips + bandPips),
    },
  }
}

/** The kinds of lines that charts tell apart. */
const kinds: readonly ChartSeries['kind'][] = [
  ...(['force', 'target', 'measure', 'reference', 'before'] as const),
]

/** How far each vault is from its target, %, with a sign: above it, or below. */
export function drawDrifts(
  vaults: readonly { name: string; plans: readonly DatedPlan[] }[],
): ChartSeries[] {
  return vaults.slice(0, kinds.length).map(({ name, plans }, index) => ({
    label: name,
    kind: kinds[index] ?? 'before',
    shape: 'line',
    times: Float64Array.from(plans, ({ at }) => Number(at)),
    values: Float64Array.from(plans, ({ plan }) =>
      toPercent(plan.weightPips - plan.targetWeightPips),
    ),
  }))
}

/** Trades as marks of a chart. */
export function markTrades(
  trades: readonly Pick<DatedTrade, 'blockAt' | 'isRiskySold' | 'quoteAmount'>[],
  formatQuote: (amount: bigint) => string,
): ChartMark[] {
  return trades.map(({ blockAt, isRiskySold, quoteAmount }) => ({
    at: Number(blockAt),
    label: `${isRiskySold ? 'sold' : 'bought'} ${formatQuote(quoteAmount)}`,
  }))
}

/** A text that no other trade has. */
export const keyOfTrade = ({
  transactionHash,
  logIndex,
}: {
  transactionHash: Hex
  logIndex: number
}): string => `${transactionHash}-${logIndex}`
