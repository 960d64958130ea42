import type { Address, Hex } from 'viem'
import type { Parameters } from '../../core/index.ts'
import type { Distance } from './proven/compareMarkets.ts'

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
  /** The same by evidence that nobody signs; undefined: none counts yet. */
  proven?: Parameters | undefined
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
  /** Ours first, then the controls. */
  vaults: readonly VaultFrame[]
}

/** The results of one vault over the run, from the first block on. 1e6 = $1 unless the name says otherwise. */
export interface VaultSummary {
  name: string
  rebalances: number
  /** What its trades cost at the recorded prices: the pool's fee, and the rest, the price impact. */
  feeUsd6: bigint
  impactUsd6: bigint
  /** Paid by its keeper. */
  gasUsd6: bigint
  /** gamma / 2 times the sum of drift^2 times the realised variance. */
  riskUsd6: bigint
  /** Cost and risk together; and the same as a share of the value at the start, 1e6 = 100 %, so 100 = 1 bp. */
  jUsd6: bigint
  jPips: bigint
  /** Value at the recorded price. The change is what the target itself and the drift earned, less fee and impact. */
  startUsd6: bigint
  endUsd6: bigint
  targetEarnedUsd6: bigint
  /** Price move times drift. */
  driftEarnedUsd6: bigint
  /** Root mean square over time. */
  meanDriftPips: bigint
  maxDriftPips: bigint
  /** Actions that its settings or the parameters forbid, one line each. */
  brokenPromises: readonly string[]
}

/** A vault that steers a position: its results from the first block on. 1e6 = $1 unless the name says otherwise. */
export interface PositionSummary {
  name: string
  /** How often it did what, for example `{ trade: 4, roll: 1 }`. */
  acts: Readonly<Record<string, number>>
  /** Fees and impact, as its events tell. */
  costUsd6: bigint
  /** Paid by its keeper. */
  gasUsd6: bigint
  /** What its venues paid it, above 0, or took, by name: funding, interest, fees. */
  earnings: readonly { name: string; usd6: bigint }[]
  /** gamma / 2 times the sum of drift^2 times the realised variance. */
  riskUsd6: bigint
  /** Cost, gas and risk together; and the same as a share of the value at the start, so 100 = 1 bp. */
  jUsd6: bigint
  jPips: bigint
  /** Standard deviation over time of (held - target) / value, and the largest of it. */
  trackingErrorPips: bigint
  maxDriftPips: bigint
  liquidations: number
  /** Net value by the vault's own books; the result is the change of it, less gas. */
  startUsd6: bigint
  endUsd6: bigint
  resultUsd6: bigint
  brokenPromises: readonly string[]
}

/** What a run is about that shows a position and its twins. */
export interface PortfolioFacts {
  /** As `--portfolio` takes it. */
  name: string
  title: string
  /** Of each vault: what it follows. */
  vaults: readonly { name: string; text: string }[]
  /** What the twins differ in from our vault besides the parameters that they read, one line each. */
  differences: readonly string[]
}

/** What came of rechecking pushes from the chain alone. */
export interface RecheckedPushes {
  /** Those that came out as stored, and those that came out otherwise. */
  verified: number
  differing: number
  /** What came out otherwise, one line each. */
  differences: readonly string[]
}

/** How one of two markets of the same source came by its values. */
export interface EvidenceSummary extends RecheckedPushes {
  /** As `gimbal params get` takes it. */
  market: string
  /** Pushes that counted. */
  pushes: number
  /** Transactions that were paid for and did not count. */
  wasted: number
  /** Gas of a push that counted: half of them took this much at most; undefined if there is none. */
  medianGas: bigint | undefined
  /** What all of them cost, 1e6 = $1. */
  paidUsd6: bigint
}

/** The same market by signed evidence and by evidence that nobody signs. */
export interface SideBySide {
  /** The only reporter of the proven market, a contract. */
  reporter: Address
  signed: EvidenceSummary
  proven: EvidenceSummary
  /** Whether the core makes the proven market's stored values of its stored evidence. */
  storedEqualsCore: boolean
  /** Each proven push against what the model asks for by the index's observation of the same end. */
  targets: { moments: number; distances: readonly Distance[] }
  /** What readers of both got in the same block, over all blocks in which both had a value. */
  inForce: { blocks: number; distances: readonly Distance[] }
}

/** The result of a run, but for its vaults. */
export interface RunSummary {
  isPassed: boolean
  /** Name of the market, as `gimbal params get` takes it. */
  market: string
  replayed: {
    name: string
    title: string
    source: string
    /** Market time, unix seconds: of the first block, from when on vaults could trade, and of the end. */
    from: bigint
    watchedFrom: bigint
    to: bigint
    blocks: number
    /** Of the pool: minutes as a rule. */
    rows: number
    trades: number
    sharedRows: number
  }
  /** gamma of the policy, 1e4 = 1. */
  riskAversionE4: bigint
  governance: {
    title: string
    proposalId: bigint
    snapshotProposalId: Hex
    /** Voting power in favour, 1e18 = one token; and by the way it came. */
    forVotes: bigint
    chainVotes: bigint
    snapshotVotes: bigint
  }
  pushes: RecheckedPushes & {
    count: number
    /** Those that came in an epoch that had one already. */
    withinEpoch: number
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
    /** When gas began its steepest rise, unix seconds; undefined: it did not double. */
    shockAt: bigint | undefined
    /** As the shock began; without one, the first in force. */
    first: Parameters
    /** At the lowest aggressiveness. */
    tightest: Parameters
    last: Parameters
    peakBaseFeePerGas: bigint
  }
  sideBySide: SideBySide
  elapsedSec: number
  urls: {
    console: string
    rpc: string
    graphql: string
    metrics: readonly string[]
    ready: readonly string[]
  }
  /** Whatever else went wrong, one line each. */
  problems: readonly string[]
}

/** The result of a run. */
export interface Summary extends RunSummary {
  /** Ours first, then the controls. */
  vaults: readonly VaultSummary[]
}

/** The result of a run with a position. */
export interface PortfolioSummary extends RunSummary {
  portfolio: PortfolioFacts
  /** Ours first, then its twins. */
  vaults: readonly PositionSummary[]
}

export type AnySummary = Summary | PortfolioSummary
