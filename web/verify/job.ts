import type { Address, Hex } from 'viem'
import type { Step } from '../../verify/compare.ts'
import type { Update } from '../../verify/readUpdates.ts'

/** What a visitor wants to have checked, and by which node. */
export interface VerifyJob {
  /** Of the node; only those that the page may ask. */
  rpcUrl: string
  /** Of another one, which is asked for the hash of each update's block. */
  witnessUrl: string | undefined
  riskParameters: Address
  startBlock: bigint
  pools: readonly { address: Address; startBlock: bigint }[]
  /** Only this market's updates. */
  marketId: Hex | undefined
  /** `latest`, `all`, or an update as `resolveUpdate` takes it; undefined: only the list of updates is read. */
  which: string | undefined
}

/** What a job is about, in its order. */
export type Stage = 'events' | 'headers' | 'logs' | 'receipts' | 'updates'

export interface Progress {
  stage: Stage
  /** Of `total`; both 0 where it is not known how much there is. */
  done: number
  total: number
}

/** What came of one update. */
export interface Outcome {
  update: Update
  /** None where the check was refused. */
  steps: Step[]
  /** Why it could not be checked to the end; undefined: it was. */
  refusal: string | undefined
}

/** The results of a job, and what they rest on. */
export interface JobResult {
  /** All of them, in the order of the chain. */
  updates: Update[]
  outcomes: Outcome[]
  /** The latest block when the job began. */
  head: bigint
  headerCount: number
}

export type OutcomeKind =
  /** Every step agrees, and everything that it rests on is proven from one block's hash. */
  | 'equal'
  /** Every step agrees, and something that it rests on is as the node tells it. */
  | 'equal-as-told'
  | 'differs'
  | 'refused'

/** What an outcome comes to. */
export function classify({ steps, refusal }: Pick<Outcome, 'steps' | 'refusal'>): OutcomeKind {
  if (steps.some(({ differences }) => differences.length > 0)) return 'differs'
  if (refusal !== undefined || steps.length === 0) return 'refused'
  return steps.some(({ caveats = [] }) => caveats.length > 0) ? 'equal-as-told' : 'equal'
}
