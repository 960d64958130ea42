import { isAddressEqual, zeroAddress } from 'viem'
import { formatAmount, type MarketConfig } from '../../governance/index.ts'
import type { ChainFacts, FeeRule } from './chainFacts.ts'
import { describeHistory, formatSpan } from './formatSpan.ts'
import type { ChainNow } from './readChain.ts'

/** What a market's settings mean on a chain. */
export interface ChainComparison {
  /** How long its blocks last. */
  notes: string[]
  /** Settings that do not fit the chain, and what to do. */
  warnings: string[]
}

const SECOND_MS = 1_000

/** Compares a market's settings with the chain that it is on; docs/networks.md explains each. */
export function compareWithChain(
  { policy, source, freshness }: Pick<MarketConfig, 'policy' | 'source' | 'freshness'>,
  { blockTimeMs, facts, feeRule }: ChainNow,
): ChainComparison {
  const warnings: string[] = []
  const notes: string[] = []
  if (blockTimeMs !== undefined) {
    const { reportAgeBlocks, reportAgeSec } = freshness
    const span = formatSpan(reportAgeBlocks, blockTimeMs)
    const age = formatAmount(reportAgeSec, 'sec')
    const blocks = formatAmount(reportAgeBlocks, 'blocks')
    notes.push(
      `reportAgeBlocks of ${blocks} last ${span}; ${describeHistory(blockTimeMs, facts?.historyBlocks)}`,
    )
    // A measured block time may be that of a chain on which time is played.
    const isShort = Number(reportAgeBlocks) * blockTimeMs < Number(reportAgeSec) * SECOND_MS
    if (facts !== undefined && isShort) {
      warnings.push(
        `reportAgeBlocks of ${blocks} last ${span}, and reportAge is ${age}: a report is refused by its block before it is by its age; raise reportAgeBlocks, or lower reportAge`,
      )
    }
  }
  if (facts === undefined) return { notes, warnings }
  if (feeRule !== undefined && !isSameRule(policy, feeRule)) {
    warnings.push(
      `${describeRule(policy)} is not the fee rule of ${facts.name}, which is ${describeRule(feeRule)}; correct the policy, or its congestion is misjudged`,
    )
  }
  return { notes, warnings: [...warnings, ...compareSource(policy, source, facts)] }
}

/** A third or a sixth of the gas limit is no whole number of pips, and may be voted rounded either way. */
function isSameRule(a: FeeRule, b: FeeRule): boolean {
  const difference = a.gasTargetPips - b.gasTargetPips
  return difference >= -1n && difference <= 1n && a.baseFeeDenominator === b.baseFeeDenominator
}

function describeRule(rule: FeeRule): string {
  const target = formatAmount(rule.gasTargetPips, 'pips')
  return `gasTarget ${target} with baseFeeDenominator ${rule.baseFeeDenominator}`
}

function compareSource(
  policy: MarketConfig['policy'],
  source: MarketConfig['source'],
  facts: ChainFacts,
): string[] {
  const { name, hasGasLimit, gasPriceOracle = zeroAddress, segmentOffsetSec, blockTimeMs } = facts
  const warnings: string[] = []
  if (source.hasGasLimit !== hasGasLimit) {
    warnings.push(
      hasGasLimit
        ? `hasGasLimit is false, and the gas limit of ${name} is a measure of its capacity; set it to true, or congestion is not seen`
        : `hasGasLimit is true, and the gas limit of ${name} is no measure of its capacity; set it to false`,
    )
  }
  if (!isAddressEqual(source.gasPriceOracle, gasPriceOracle)) {
    warnings.push(
      gasPriceOracle === zeroAddress
        ? `gasPriceOracle is ${source.gasPriceOracle}, and ${name} has no such fee; give the zero address`
        : `gasPriceOracle is ${source.gasPriceOracle}, and the data fee of ${name} is told by ${gasPriceOracle}; give that`,
    )
  } else if (gasPriceOracle !== zeroAddress && policy.txBytes === 0n) {
    warnings.push(
      `txSize is 0 bytes, and ${name} has a data fee; give the size of one rebalance's transaction`,
    )
  }
  const slotSec = BigInt(Math.max(1, blockTimeMs / SECOND_MS))
  if (segmentOffsetSec !== undefined && (source.segmentOffsetSec - segmentOffsetSec) % slotSec) {
    warnings.push(
      `segmentOffset is ${source.segmentOffsetSec} s, and blocks of ${name} begin at ${segmentOffsetSec} s and every ${slotSec} s from there; a block reaches into two segments; give ${segmentOffsetSec} s`,
    )
  }
  return warnings
}
