import type { PricesEntry } from '../../client/network/pricesSchema.ts'
import type { Policy } from '../../core/index.ts'
import type { GraphNodeTarget } from '../../deploy/subgraph/uploadSubgraph.ts'
import type { SourceStart } from '../../market/sourceStart.ts'
import type { Across } from '../chains/across.ts'
import type { ChildPart } from './childPart.ts'
import type { StackAddresses } from './setUpChain.ts'
import type { StackUrls } from './stateFile.ts'
import type { StackNetworkAddition } from './writeStackNetwork.ts'

/** How a stack is started. */
export interface StackOptions {
  /** Holds the state, the logs and, while it runs, the data. */
  folder?: string
  chainId?: number
  /** With 2 there is a second chain, of the next id, which takes its parameters from the first; no part is external then. */
  chains?: 1 | 2
  /** A source of signed prices with test keys, and the contracts that check them; the market's source names the feed. */
  prices?: boolean
  /** Time of the chain's first block, unix seconds; now without it. */
  genesisAt?: bigint | undefined
  /** Free ones for those not given. */
  ports?: { rpc?: number | undefined; postgres?: number | undefined; graphql?: number | undefined }
  /** Parts that run already, by their URLs. The chain must be a development one with the usual accounts. */
  external?: {
    rpc?: string | undefined
    postgres?: string | undefined
    /** An external graph-node: it has the chain by the name `local`, and its own database. It gets the subgraph as `gimbal/local`. */
    graphNode?: (GraphNodeTarget & { queryUrl: string }) | undefined
  }
  /** Without: chain and contracts only. */
  index?: boolean
  /** A configuration as `gimbal deploy` takes it; short delays without it. */
  configFile?: string | undefined
  /** How the market is added: by the impersonated timelock, or not at all, so that a proposal can add it. */
  market?: 'timelock' | 'none'
  /** Whether the second chain has the market from the start; without it, where the first one has. */
  hasRemoteMarket?: boolean
  pool?: { tick: bigint; liquidity: bigint }
  /** Where the market's segments and its two long averages start, as voters set them; those of the shipped day without it. */
  marketStart?: SourceStart
  /** The market's policy; the example's without it. The pool takes its fee. */
  marketPolicy?: Policy
  /** How many blocks with trades the pool's `observe` looks back. */
  observationCardinality?: number
  minFreeBytes?: number
  /** Called when a step is done, with what it took. */
  onStep?: (step: string, elapsedSec: number) => void
  signal?: AbortSignal
}

/** What is known of a stack only after its start. */
interface StackAddition extends StackNetworkAddition {
  /** Of the console. */
  consoleUrl?: string
}

/** A running stack. */
export interface Stack {
  folder: string
  chainId: number
  urls: StackUrls
  addresses: StackAddresses
  /** The second chain, and what speaks to it; undefined where there is one chain. */
  across: Across | undefined
  /** Undefined without signed prices. */
  prices: PricesEntry | undefined
  /** Where the market's segments and its two long averages start. */
  marketStart: SourceStart
  marketPolicy: Policy
  /** Resolves when it was stopped; rejects with StackPartError, all stopped, if a part has ended unexpectedly. */
  done: Promise<void>
  stop(): Promise<void>
  /** The log file of a part with this name. */
  logFile(name: string): string
  /** Takes a process that needs the stack under its care: it is ended before the stack, and ends it if it fails. */
  addPart(part: ChildPart): Promise<void>
  /** Adds to what other terminals, and the console, read about this stack. */
  publish(addition: StackAddition): Promise<void>
  /**
   * Ends parts and starts them again on the same data, with SIGKILL as a crash would end them. graph-node ends
   * with its database, so it is started again with it; it indexes from the start then.
   */
  restart(parts: readonly ('postgres' | 'graph-node')[], signal?: NodeJS.Signals): Promise<void>
}
