import type { Hex } from 'viem'
import type { Parameters } from '../../core/index.ts'

/** One replica of the bot, as it is now. */
export interface ReplicaFrame {
  name: string
  state: 'starting' | 'ready' | 'not-ready' | 'stopped'
  /** Signatures given to others. */
  signed: number
  /** Pushes that counted. */
  pushes: number
  /** What it decided last, one line. */
  decision: string
}

/** One vault, as it is now. Costs are since the run began. */
export interface VaultFrame {
  name: string
  navUsd6: bigint
  driftPips: bigint
  /** The band that it keeps to. */
  bandPips: bigint
  rebalances: number
  /** Pool fee and price impact. */
  tradeCostUsd6: bigint
  gasCostUsd6: bigint
}

/** A push that counted. */
export interface PushFrame {
  /** Market time of its block, unix seconds. */
  at: bigint
  /** Market time of its evidence, unix seconds. */
  observedAt: bigint
  replica: string
  reason: string
  /** Blocks from the decision to the block that it is in. */
  blocksTaken: number
}

/** What one moment of the market looked like, for the charts. */
export interface HistoryPoint {
  at: bigint
  baseFeePerGas: bigint
  /** In force. */
  aggressivenessPips: bigint
  bandPips: bigint
}

export type Status = 'Unknown' | 'Active' | 'Stale' | 'Halted' | 'Fallback'

/** The whole system at one moment. Times are market time, unix seconds; the run is `fromAt` to `toAt`. */
export interface Frame {
  fromAt: bigint
  toAt: bigint
  at: bigint
  blockNumber: bigint
  baseFeePerGas: bigint
  nativePriceUsd6: bigint
  /** Without: nothing has been observed yet. */
  depthUsd6: bigint | undefined
  status: Status
  /** Of the policy: the time that aggressiveness refers to. */
  epochSec: bigint
  /** What a protocol reads now. */
  values: Parameters
  /** What the model asks for. */
  target: Parameters | undefined
  /** Voted bounds. */
  min: Parameters
  max: Parameters
  /** In the order of time. */
  history: readonly HistoryPoint[]
  lastPush: PushFrame | undefined
  pushes: number
  replicas: readonly ReplicaFrame[]
  /** Ours first, then the control. */
  vaults: readonly VaultFrame[]
}

/** The results of one vault over the run. */
export interface VaultSummary {
  name: string
  rebalances: number
  rebalancesInShock: number
  tradeCostUsd6: bigint
  gasCostUsd6: bigint
  /** Of both costs together: what was paid within the shock. */
  shockCostUsd6: bigint
  meanDriftPips: bigint
  maxDriftPips: bigint
  navUsd6: bigint
  /** Actions that its settings or the parameters forbid, one line each. */
  brokenPromises: readonly string[]
}

/** The result of a run. */
export interface Summary {
  isPassed: boolean
  /** Name of the market, as `gimbal params get` takes it. */
  market: string
  scenario: {
    name: string
    /** Market time, unix seconds. */
    from: bigint
    to: bigint
    minutes: number
    blocks: number
    trades: number
    sharedMinutes: number
  }
  governance: {
    title: string
    proposalId: bigint
    snapshotProposalId: Hex
    /** Voting power in favour, 1e18 = one token; and by the way it came. */
    forVotes: bigint
    chainVotes: bigint
    snapshotVotes: bigint
  }
  pushes: {
    count: number
    /** Those that came in an epoch that had one already. */
    withinEpoch: number
    /** Rebuilt from raw headers and logs. */
    verified: number
    /** Of the rebuilt ones, those that came out otherwise. */
    differing: number
    byReplica: Readonly<Record<string, number>>
    reasons: Readonly<Record<string, number>>
    medianBlocksTaken: number
    /** Transactions that were paid for and did not count. */
    wasted: number
  }
  /** How often a replica refused to sign what another one had observed. */
  disagreements: number
  values: {
    /** Whether the core makes the stored values of the stored evidence. */
    storedEqualsCore: boolean
    /** Of the policy: the time that aggressiveness refers to. */
    epochSec: bigint
    /** As the shock began; without one, the first in force. */
    first: Parameters
    /** At the lowest aggressiveness. */
    tightest: Parameters
    last: Parameters
    peakBaseFeePerGas: bigint
  }
  /** Ours first, then the control. */
  vaults: readonly VaultSummary[]
  elapsedSec: number
  urls: { rpc: string; graphql: string; metrics: readonly string[]; ready: readonly string[] }
  /** Whatever else went wrong, one line each. */
  problems: readonly string[]
}
