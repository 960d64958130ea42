// One turn of a prover's work: read, decide, find hints, send.
//
// Method:   a turn looks at the chain and the journal alone; what it keeps in memory (whose turn it is, hints that are
//           good for a segment, how often hints were too late) saves requests and gas, and can be lost. A failure ends
//           the turn and is reported; the next turn begins from the start.

import type { Address, Hex } from 'viem'
import type { Core } from '../../core/index.ts'
import { type DecideSettings, type Decision, decide, type Evidence } from '../decide.ts'
import type { Monitor } from '../health/createMonitor.ts'
import type { Subject } from '../journal/journal.ts'
import type { Turning } from '../runLoop.ts'
import type { ChainReader } from '../sources/createChainReader.ts'
import type { ChainBlock } from '../sources/createEndpoints.ts'
import type { Failover } from '../submit/createFailover.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import type { Races } from './createRaces.ts'
import type { ProofDraft } from './proofErrand.ts'
import type { ProverReader, ProverReading } from './proverReader.ts'

export interface ProverOptions {
  core: Core
  markets: readonly Hex[]
  chain: Pick<ChainReader, 'readHead'>
  reader: ProverReader
  settings: Omit<DecideSettings, 'maxObservationAgeSec'>
  /** With less time left until hints are out of date, it waits for the next segment, seconds. */
  hintMarginSec: bigint
  races: Races
  submitter: Failover<ProofDraft>
  monitor: Monitor
  /** Told the time of the latest block, unix seconds. */
  onHead(timestamp: bigint): void
}

/** A push that is wanted now, by this prover. */
interface Wanted {
  marketId: Hex
  decision: Extract<Decision, { type: 'push' }>
  reading: ProverReading
}

/** How long hints are good for from their E on: a segment, seconds. */
const SEGMENT_SEC = 120n
/** E is less than a segment back, whenever it is looked at. */
const MAX_OBSERVATION_AGE_SEC = 2n * SEGMENT_SEC
/** After hints were too late so often in a row, the pool searches for itself. */
const PATIENCE = 2

export function createProver(options: ProverOptions): Turning {
  const { core, markets, chain, reader, hintMarginSec, races, submitter, monitor, onHead } = options
  const settings = { ...options.settings, maxObservationAgeSec: MAX_OBSERVATION_AGE_SEC }
  const hintsOf = new Map<Address, { observedAt: bigint; hints: bigint }>()
  const lateHints = new Map<Hex, number>()
  /** Of this prover's transactions that were reverted, what they were for; until it is known why. */
  const reverted = new Map<Hex, Extract<Subject, { kind: 'proof' }>>()
  /** The latest block, if all is done that can be done at it. */
  let quietAt: Hex | undefined
  let balanceAt: Hex | undefined

  /** What to do about a market, and whether only a new block can change that. */
  async function consider(
    marketId: Hex,
    head: ChainBlock,
  ): Promise<{ wanted?: Wanted; isQuiet: boolean }> {
    const reading = await reader.read(marketId, head)
    const { market, reporter, measured } = reading
    const { config, state, coreHash } = market
    monitor.stateRead(marketId, state, head.timestamp)
    const isMissing = reporter.problem !== undefined
    monitor.proofRead(marketId, {
      role: reporter.problem,
      evidence: isMissing ? undefined : measured.absence,
    })
    explainRevert(marketId, reading)
    const evidence: Evidence | undefined =
      measured.absence === undefined ? measured.preview : undefined
    const decision = decide({
      core,
      coreHash,
      config,
      state,
      nowAt: head.timestamp,
      settings,
      evidence,
      absence: measured.absence,
    })
    monitor.decided(marketId, decision, head.number, evidence?.observedAt)
    const { reason } = decision
    if (reason === 'evidence-counted' || reason === 'within-dead-band') races.forget(marketId)
    if (decision.type !== 'push' || evidence === undefined) return { isQuiet: true }

    const { observedAt } = evidence
    const { epochSec } = config.policy
    const wanted = { observedAt, epoch: observedAt / epochSec, countedAt: state.observedAt }
    const leftSec = state.observedAt + config.freshness.maxAgeSec - head.timestamp
    const isExpiring = !state.isAwaitingEvidence && leftSec < epochSec
    if (!races.want(marketId, wanted, isExpiring)) return { isQuiet: false }
    return { isQuiet: false, wanted: { marketId, decision, reading } }
  }

  /** A push that was reverted has lost a race, or its hints were out of date: the market's state tells which. */
  function explainRevert(marketId: Hex, { market }: ProverReading): void {
    const subject = reverted.get(marketId)
    if (subject === undefined) return
    reverted.delete(marketId)
    if (market.state.observedAt >= subject.observedAt) {
      races.noteWasted(marketId, subject.observedAt / market.config.policy.epochSec)
      monitor.proofLost(marketId, 'overtaken')
    } else {
      lateHints.set(marketId, PATIENCE)
      monitor.proofLost(marketId, 'stale-hints')
    }
  }

  async function choose(head: ChainBlock): Promise<ProofDraft | undefined> {
    const found: Wanted[] = []
    let isQuiet = true
    for (const marketId of markets) {
      const considered = await consider(marketId, head)
      isQuiet &&= considered.isQuiet
      if (considered.wanted !== undefined) found.push(considered.wanted)
    }
    // One push at a time: what makes a protocol safer goes first.
    const first = found.find(({ decision }) => decision.reason === 'tightening') ?? found[0]
    if (isQuiet) quietAt = head.hash
    return first && draft(first, head)
  }

  /** The draft of a push; none where the hints would be out of date before it is in a block. */
  async function draft(
    { marketId, decision, reading }: Wanted,
    head: ChainBlock,
  ): Promise<ProofDraft | undefined> {
    const { reporter, measured } = reading
    if (reporter.problem !== undefined || measured.absence !== undefined) return undefined
    const { observedAt, header, target: theirTarget } = measured.preview
    const { address, settings: own } = reporter
    const isLate = (lateHints.get(marketId) ?? 0) >= PATIENCE
    const leftSec = observedAt + SEGMENT_SEC - head.timestamp
    if (!isLate && leftSec <= hintMarginSec) return undefined
    const known = hintsOf.get(address)
    const hints = isLate
      ? 0n
      : known?.observedAt === observedAt
        ? known.hints
        : await reader.findHints(own, head)
    if (!isLate) hintsOf.set(address, { observedAt, hints })
    const { target } = decision.outlook
    return { marketId, reporter: address, observedAt, hints, header, target, theirTarget }
  }

  function note(progress: Progress, sent: ProofDraft | undefined): void {
    if (progress.type === 'held' && progress.reason === 'refused' && sent !== undefined) {
      // What it was made of has changed: the next look finds out how.
      hintsOf.delete(sent.reporter)
      if ('refusal' in progress && progress.refusal === 'HintMisses') {
        lateHints.set(sent.marketId, (lateHints.get(sent.marketId) ?? 0) + 1)
        monitor.proofLost(sent.marketId, 'stale-hints')
      }
    }
    if (progress.type !== 'settled') return
    const { record, settlement } = progress
    const { subject } = record
    if (subject.kind !== 'proof') return
    if (settlement.outcome === 'reverted') reverted.set(subject.marketId, subject)
    if (settlement.outcome === 'taken') lateHints.delete(subject.marketId)
    // Another market may have waited for the account.
    quietAt = undefined
  }

  return {
    async step(isDraining) {
      const head = await chain.readHead()
      const { hash, timestamp } = head.block
      monitor.headRead(head)
      onHead(timestamp)
      const wanted = isDraining || hash === quietAt ? undefined : await choose(head.block)
      const progress = await submitter.advance(wanted, head.inUse)
      monitor.progressed(progress)
      note(progress, wanted)
      if (hash !== balanceAt) {
        balanceAt = hash
        monitor.balanceRead(await submitter.checkBalance())
      }
      return progress.type
    },
  }
}
