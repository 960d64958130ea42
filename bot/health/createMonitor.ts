import type { Logger } from 'pino'
import { type Address, type Hex, isAddressEqual } from 'viem'
import { formatUtc } from '../../client/formatUtc.ts'
import type { MarketState } from '../../client/readValues.ts'
import { type Parameters, parameterFields } from '../../core/index.ts'
import { formatMarket } from '../../governance/index.ts'
import type { Decision } from '../decide.ts'
import type { Subject } from '../journal/journal.ts'
import type { CarryOutcome } from '../prices/priceMetrics.ts'
import type { PeerRefusal, Quorum } from '../sign/collectSignatures.ts'
import type { SignAnswer } from '../sign/createReportSigner.ts'
import type { IndexReading } from '../sources/createIndexSource.ts'
import { ChainUnavailableError, ContradictionError } from '../sources/errors.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import { type ConditionName, type Conditions, conditionNames } from './conditions.ts'
import { createLoopMonitor } from './createLoopMonitor.ts'
import { type Metrics, type ProofLoss, proofLosses } from './metrics.ts'

interface MonitorOptions {
  log: Logger
  metrics: Metrics
  conditions: Conditions
  /** From this age on a value is late, seconds. */
  maxValueAgeSec: bigint
  /** Why the latest block's time, or this machine's, is wrong; undefined if both agree. */
  checkClock(timestamp: bigint): string | undefined
}

/**
 * Refusals that are no problem: another replica was first, which is what ranks are for; voters have changed the
 * configuration, and the next observation is of the new one; or the clock has passed what a proof was made for.
 */
const overtakings = ['EvidenceNotNewer', 'ConfigChanged', 'HintMisses', 'HeaderUnknown']
/** Reports a replica's work to the log, the metrics and the conditions. */
export type Monitor = ReturnType<typeof createMonitor>

export function createMonitor(options: MonitorOptions) {
  const { log, metrics, conditions, maxValueAgeSec, checkClock } = options
  const lastDecisions = new Map<Hex, { text: string; blockNumber: bigint }>()
  const loop = createLoopMonitor({
    log,
    metrics,
    conditions,
    names: conditionNames,
    checkClock,
    findCondition,
  })
  let lastHeld: string | undefined

  const noteRefusal = ({ origin, reason, difference }: PeerRefusal): void => {
    const kind = difference === undefined ? 'no-answer' : 'differs'
    metrics.refusals.inc({ peer: origin, kind })
    log.warn({ event: 'peer-refused', peer: origin, reason, difference }, 'a peer does not sign')
  }

  return {
    headRead: loop.headRead,
    balanceRead: loop.balanceRead,
    failed: loop.failed,
    stepped: loop.stepped,

    indexRead(marketId: Hex, reading: IndexReading, nowAt: bigint): void {
      metrics.indexLagBlocks.set(Number(reading.lag.blocks))
      metrics.indexLagSec.set(Number(reading.lag.sec))
      conditions.set(
        'index',
        reading.type === 'none' && reading.reason === 'lagging' ? reading.detail : undefined,
        marketId,
      )
      if (reading.type !== 'observation') return
      const market = formatMarket(marketId)
      metrics.observationAgeSec.set({ market }, Number(nowAt - reading.block.timestamp))
    },

    stateRead(
      marketId: Hex,
      { observedAt, isHalted, isOnFallback, isAwaitingEvidence }: MarketState,
      nowAt: bigint,
    ): void {
      const ageSec = nowAt - observedAt
      metrics.valueAgeSec.set({ market: formatMarket(marketId) }, Number(ageSec))
      const isSteered = !isHalted && !isOnFallback && !isAwaitingEvidence
      const problem = `the value of ${formatMarket(marketId)} is ${ageSec} s old, wanted are ${maxValueAgeSec} at most`
      conditions.set('age', isSteered && ageSec > maxValueAgeSec ? problem : undefined, marketId)
    },

    /** Whether this replica's key is among those that sign for a market. */
    roleRead(marketId: Hex, own: Address | undefined, reporters: readonly Address[]): void {
      const isReporter = reporters.some((one) => own !== undefined && isAddressEqual(one, own))
      const problem = `${own} is no reporter of ${formatMarket(marketId)} any more; ask voters for the role`
      conditions.set('role', own === undefined || isReporter ? undefined : problem, marketId)
    },

    /** What keeps a prover from a market: it has no proven reporter, or that cannot measure; undefined: nothing does. */
    proofRead(
      marketId: Hex,
      problems: { role?: string | undefined; evidence?: string | undefined },
    ) {
      conditions.set('role', problems.role, marketId)
      conditions.set('evidence', problems.evidence, marketId)
    },

    /** A proof was in a block, or about to be, and counted for nothing. */
    proofLost(marketId: Hex, cause: ProofLoss): void {
      const market = formatMarket(marketId)
      metrics.proofsLost.inc({ market, cause })
      log.info({ event: 'proof-lost', market, cause }, proofLosses[cause])
    },

    /** @param observedAt - Of the evidence, unix seconds; none: there is no evidence. */
    decided(
      marketId: Hex,
      decision: Decision,
      blockNumber: bigint,
      observedAt: bigint | undefined,
    ): void {
      const { type, reason, detail } = decision
      const market = formatMarket(marketId)
      const note = (name: ConditionName, isWrong: boolean) =>
        conditions.set(name, isWrong ? detail : undefined, marketId)
      note('core', reason === 'core-hash-differs')
      note('contradiction', reason === 'contradiction')
      // Others have gathered what was missing here.
      if (reason === 'evidence-counted') conditions.set('quorum', undefined, marketId)
      const outlook = 'outlook' in decision ? decision.outlook : undefined
      if (outlook !== undefined) setDeviations(market, outlook.deviations)
      const text = `${type} ${reason}`
      const last = lastDecisions.get(marketId)
      const isNews = last?.text !== text
      // A block is looked at more than once.
      if (isNews || last.blockNumber !== blockNumber)
        metrics.decisions.inc({ market, type, reason })
      lastDecisions.set(marketId, { text, blockNumber })
      const label = type === 'push' ? decision.label : reason
      const content = {
        event: 'decided',
        market,
        type,
        reason,
        label,
        detail,
        blockNumber,
        observedAt,
      }
      const level = type === 'halt' ? 'error' : 'info'
      log[isNews ? level : 'debug'](content, `${type} ${label}: ${detail}`)
    },

    /** @param observedAt - Of the evidence that is to be signed, unix seconds. */
    quorumSought(
      marketId: Hex,
      observedAt: bigint,
      { signatures, isReached, refusals }: Quorum,
    ): void {
      const market = formatMarket(marketId)
      metrics.quorumSignatures.set({ market }, signatures.length)
      metrics.quorums.inc({ market, result: isReached ? 'reached' : 'missed' })
      const problem = `${signatures.length} signatures for the observation of ${formatUtc(observedAt)} of ${market}`
      const wasMissed = conditions
        .list()
        .some((one) => one.name === 'quorum' && one.problem !== undefined)
      conditions.set('quorum', isReached ? undefined : `${problem} are not enough`, marketId)
      for (const refusal of refusals) noteRefusal(refusal)
      const content = {
        event: 'quorum',
        market,
        observedAt,
        isReached,
        signatures: signatures.length,
      }
      if (isReached) log.info(content, 'a quorum signs')
      else log[wasMissed ? 'debug' : 'warn'](content, 'there is no quorum')
    },

    /** What became of the signed price that a push was to take along. */
    priceFound(outcome: CarryOutcome, problem?: string): void {
      metrics.prices.carried.inc({ outcome })
      conditions.set('prices', problem, 'feed')
      log.debug({ event: 'price', outcome, problem }, `a signed price: ${outcome}`)
    },

    answered(answer: SignAnswer): void {
      metrics.signatures.inc({ answer: answer.type })
      const difference = answer.type === 'differs' ? answer.difference : undefined
      log.info({ event: 'answered', answer: answer.type, difference }, 'answered a peer')
    },

    progressed(progress: Progress): void {
      const isHeld = progress.type === 'held'
      const refusal = isHeld && 'refusal' in progress ? progress.refusal : undefined
      const isOvertaken = overtakings.some((name) => name === refusal)
      const problem = isHeld && !isOvertaken ? `${progress.reason}: ${progress.detail}` : undefined
      conditions.set('submission', problem)
      if (isHeld) {
        if (problem !== lastHeld) log.warn({ event: 'held', ...progress }, 'a push is held back')
        lastHeld = problem
      }
      if (progress.type === 'sent') {
        const { way, hash, problem: said } = progress
        metrics.sent.inc({ way })
        log.info({ event: 'sent', way, hash, said }, 'sent a push')
      }
      if (progress.type === 'settled') {
        const { outcome, feeWei, hash } = progress.settlement
        const { subject } = progress.record
        const { marketId, observedAt } = readPushed(subject)
        metrics.pushes.inc({ outcome })
        metrics.feeWei.inc(Number(feeWei))
        const content = {
          event: 'settled',
          outcome,
          feeWei,
          hash,
          observedAt,
          market: marketId && formatMarket(marketId),
        }
        log[outcome === 'taken' ? 'info' : 'warn'](content, 'a push is over')
      }
    },
  }

  function setDeviations(market: string, deviations: Parameters): void {
    for (const field of parameterFields) {
      metrics.deviationPips.set({ market, field }, Number(deviations[field]))
    }
  }
}

function readPushed(subject: Subject): { marketId?: Hex; observedAt?: bigint } {
  if (subject.kind === 'push') return subject.report
  return subject.kind === 'proof' ? subject : {}
}

function findCondition(error: unknown): ConditionName {
  if (error instanceof ContradictionError) return 'contradiction'
  if (error instanceof ChainUnavailableError) return 'chain'
  const code = error instanceof Error && 'code' in error ? `${error.code}` : ''
  return code.startsWith('query/') ? 'index' : 'loop'
}
