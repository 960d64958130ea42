import { type Address, decodeEventLog, type Log } from 'viem'
import { vaultAbi } from '../../abi/index.ts'

/** In the order of the contract's enum. */
export const statuses = ['unknown', 'active', 'stale', 'halted', 'fallback'] as const

/** The event of a rebalance as IRebalancingVault.sol describes it; pips of 1e6, amounts in the tokens' smallest units. */
export interface RebalancedEvent {
  caller: Address
  /** Of the parameters used. */
  status: (typeof statuses)[number]
  isRiskySold: boolean
  weightBeforePips: bigint
  weightAfterPips: bigint
  targetWeightPips: bigint
  bandPips: bigint
  /** Drift at which the trade was to end; 0 for a cut. */
  returnPips: bigint
  /** A CPPI exposure above what is allowed was cut at once. */
  isCut: boolean
  elapsedSec: bigint
  riskyAmount: bigint
  quoteAmount: bigint
  costQuote: bigint
  impactPips: bigint
  navQuote: bigint
}

/** @throws viem's DecodeLogError if the log is of another event. */
export function decodeRebalanced({ topics, data }: Pick<Log, 'topics' | 'data'>): RebalancedEvent {
  const { args } = decodeEventLog({ abi: vaultAbi, eventName: 'Rebalanced', topics, data })
  const { caller, riskyAmount, quoteAmount, costQuote, navQuote } = args
  return {
    caller,
    status: statuses[args.status] ?? 'unknown',
    isRiskySold: args.soldRisky,
    weightBeforePips: BigInt(args.weightBeforePips),
    weightAfterPips: BigInt(args.weightAfterPips),
    targetWeightPips: BigInt(args.targetWeightPips),
    bandPips: BigInt(args.bandPips),
    returnPips: BigInt(args.returnPips),
    isCut: args.isCut,
    elapsedSec: BigInt(args.elapsedSec),
    riskyAmount,
    quoteAmount,
    costQuote,
    navQuote,
    impactPips: BigInt(args.impactPips),
  }
}
