// One turn of a replica's work: read, decide, gather signatures, send.
//
// Method:   a turn looks at the sources, the journal and the chain alone; what it keeps in memory (since when a push is
//           wanted, signatures that were gathered) saves time and can be lost. A failure ends the turn and is reported;
//           the next turn begins from the start.

import type { Hex, LocalAccount } from 'viem'
import type { Core } from '../../core/index.ts'
import type { MarketConfig } from '../../governance/index.ts'
import {
  createReport,
  createTypedReport,
  findDifference,
  type ReportScope,
} from '../../verify/report.ts'
import { type DecideSettings, type Decision, decide, type Evidence } from '../decide.ts'
import type { Monitor } from '../health/createMonitor.ts'
import type { Carrier } from '../prices/createCarrier.ts'
import type { PriceDesk } from '../prices/openPrices.ts'
import type { Turning } from '../runLoop.ts'
import { collectSignatures, type Peer } from '../sign/collectSignatures.ts'
import type { ChainReader } from '../sources/createChainReader.ts'
import type { ChainBlock } from '../sources/createEndpoints.ts'
import type { ClosedObservation, IndexSource } from '../sources/createIndexSource.ts'
import { ContradictionError } from '../sources/errors.ts'
import type { Failover } from '../submit/createFailover.ts'
import type { PushDraft } from '../submit/pushDraft.ts'
import type { createTurns } from './createTurns.ts'

export interface ReplicaOptions {
  core: Core
  scope: ReportScope
  markets: readonly Hex[]
  chain: ChainReader
  index: IndexSource
  settings: DecideSettings
  /** Signs this replica's own reports; none: it carries what others sign. */
  reporter: LocalAccount | undefined
  peers: readonly Peer[]
  peerTimeoutMs: number
  turns: ReturnType<typeof createTurns>
  /** Sends; none: it only signs. */
  submitter: Failover<PushDraft> | undefined
  monitor: Monitor
  /** Signed prices, and how a push takes one along; without: pushes go as they are. */
  prices?: { desk: PriceDesk; carrier: Carrier } | undefined
  /** Told the time of the latest block, unix seconds. */
  onHead?(timestamp: bigint): void
}

/** A push that is wanted now, by this replica. */
interface Wanted {
  marketId: Hex
  decision: Extract<Decision, { type: 'push' }>
  closed: ClosedObservation
  config: MarketConfig
}

/** What the sources say about a market. */
interface Found {
  closed?: ClosedObservation
  absence?: string
  contradiction?: string
  /** Whether the index has the chain's latest block. */
  isCurrent: boolean
}

/** How long to leave peers alone that did not sign, milliseconds: an index catches up within that. */
const RETRY_MS = 1_000

export function createReplica(options: ReplicaOptions): Turning {
  const { core, scope, markets, chain, index, settings, reporter, peers } = options
  const { peerTimeoutMs, turns, submitter, monitor, prices, onHead = () => {} } = options
  const gathered = new Map<Hex, Omit<PushDraft, 'target' | 'price'>>()
  const missedAtMs = new Map<Hex, number>()
  /** The latest block, if all is done that can be done at it. */
  let quietAt: Hex | undefined
  /** The block at which the account's balance was read. */
  let balanceAt: Hex | undefined

  /** What to do about a market, and whether only a new block can change that. */
  async function consider(
    marketId: Hex,
    head: ChainBlock,
  ): Promise<{ wanted?: Wanted; isQuiet: boolean }> {
    const [{ config, state, coreHash }, { closed, absence, contradiction, isCurrent }] =
      await Promise.all([readMarket(marketId, head), readEvidence(marketId, head)])
    const evidence: Evidence | undefined = closed && {
      observation: closed.observation,
      observedAt: closed.block.timestamp,
      config: closed.config,
    }
    const decision = decide({
      core,
      coreHash,
      config,
      state,
      nowAt: head.timestamp,
      settings,
      evidence,
      absence,
      contradiction,
    })
    monitor.decided(marketId, decision, head.number, evidence?.observedAt)
    const { reason } = decision
    if (reason === 'evidence-counted' || reason === 'within-dead-band') turns.forget(marketId)
    if (decision.type !== 'push' || evidence === undefined || closed === undefined) {
      return { isQuiet: isCurrent }
    }
    const { observedAt } = evidence
    const epoch = observedAt / config.policy.epochSec
    const wanted = { observedAt, epoch, countedAt: state.observedAt }
    const { isOurs } = turns.want(marketId, wanted, config.reporters)
    return { isQuiet: false, ...(isOurs && { wanted: { marketId, decision, closed, config } }) }
  }

  async function readMarket(marketId: Hex, head: ChainBlock) {
    const reading = await chain.readMarket(marketId, head)
    monitor.stateRead(marketId, reading.state, head.timestamp)
    monitor.roleRead(marketId, reporter?.address, reading.config.reporters)
    return reading
  }

  // A contradiction of the sources is passed on: `decide` handles it.
  async function readEvidence(marketId: Hex, head: ChainBlock): Promise<Found> {
    try {
      const reading = await index.readLatest(marketId)
      monitor.indexRead(marketId, reading, head.timestamp)
      const isCurrent = reading.lag.blocks === 0n
      return reading.type === 'observation'
        ? { closed: reading, isCurrent }
        : { absence: reading.detail, isCurrent }
    } catch (error) {
      if (!(error instanceof ContradictionError)) throw error
      return { contradiction: error.message, isCurrent: false }
    }
  }

  /** The draft of a push, if enough reporters sign it. */
  async function gather(
    { marketId, decision, closed, config }: Wanted,
    head: ChainBlock,
  ): Promise<PushDraft | undefined> {
    const report = createReport({ marketId, ...closed })
    const { target } = decision.outlook
    const known = gathered.get(marketId)
    // The price is that of now, whenever the signatures were gathered.
    const findPrice = async () => prices?.carrier.find(config.source.priceFeed, head)
    if (known !== undefined && findDifference(known.report, report) === undefined) {
      return { ...known, price: await findPrice(), target }
    }
    if (performance.now() - (missedAtMs.get(marketId) ?? -RETRY_MS) < RETRY_MS) return undefined
    const checker = await chain.findChecker(config, head)
    const own = await reporter?.signTypedData(createTypedReport(scope, report))
    const quorum = await collectSignatures({
      report,
      scope,
      own,
      peers,
      timeoutMs: peerTimeoutMs,
      reporters: config.reporters,
      // The checker adds its own.
      threshold: Number(config.threshold) - (checker === undefined ? 0 : 1),
    })
    monitor.quorumSought(marketId, report.observedAt, quorum)
    if (!quorum.isReached) {
      missedAtMs.set(marketId, performance.now())
      return undefined
    }
    const { signatures } = quorum
    const header = checker && (await chain.findStandInHeader(checker, head))
    gathered.set(marketId, { report, signatures, checker, header })
    return { report, signatures, checker, header, price: await findPrice(), target }
  }

  async function choose(head: ChainBlock): Promise<PushDraft | undefined> {
    const found: Wanted[] = []
    let isQuiet = true
    for (const marketId of markets) {
      const considered = await consider(marketId, head)
      isQuiet &&= considered.isQuiet
      if (considered.wanted !== undefined) found.push(considered.wanted)
    }
    if (isQuiet) quietAt = head.hash
    // One push at a time: what makes a protocol safer goes first.
    const isUrgent = ({ decision }: Wanted) => decision.reason === 'tightening'
    const first = found.find(isUrgent) ?? found[0]
    return first && submitter && gather(first, head)
  }

  return {
    async step(isDraining) {
      const head = await chain.readHead()
      const { hash, timestamp } = head.block
      monitor.headRead(head)
      onHead(timestamp)
      prices?.desk.review()
      const draft = isDraining || hash === quietAt ? undefined : await choose(head.block)
      if (submitter === undefined) return 'idle'
      const progress = await submitter.advance(draft, head.inUse)
      monitor.progressed(progress)
      if (hash !== balanceAt) {
        balanceAt = hash
        monitor.balanceRead(await submitter.checkBalance())
      }
      // The gathered signatures are used now, whatever the outcome.
      const over = progress.type === 'settled' ? progress.record.subject : undefined
      if (over?.kind === 'push') gathered.delete(over.report.marketId)
      return progress.type
    },
  }
}
