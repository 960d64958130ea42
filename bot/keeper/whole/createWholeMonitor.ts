import type { Logger } from 'pino'
import type { BalanceReading } from '../../describeBalance.ts'
import { describeFailure } from '../../describeFailure.ts'
import { createLoopMonitor } from '../../health/createLoopMonitor.ts'
import { ContradictionError } from '../../sources/errors.ts'
import type { Progress } from '../../submit/createSubmitter.ts'
import { describeOffer, type WholeDecision } from './decideWhole.ts'
import type { WholeReading } from './readWhole.ts'
import type { WholeConditions } from './wholeConditions.ts'
import type { WholeDraft } from './wholeErrand.ts'
import type { WholeMetrics } from './wholeMetrics.ts'

interface WholeMonitorOptions {
  log: Logger
  metrics: WholeMetrics
  conditions: WholeConditions
}

/** A chain in messages. */
interface Named {
  name: string
  chainId: number
}

/** Reports the work of a keeper of the whole to the log, the metrics and the conditions. */
export type WholeMonitor = ReturnType<typeof createWholeMonitor>

export function createWholeMonitor({ log, metrics, conditions }: WholeMonitorOptions) {
  const loop = createLoopMonitor({
    log,
    metrics,
    conditions,
    names: ['loop'],
    checkClock: () => undefined,
    findCondition: () => 'loop' as const,
  })
  /** What was said last of a thing, so that each is said once. */
  const lastSaid = new Map<string, string>()

  function sayOnce(level: 'info' | 'warn', key: string, content: object, text: string): void {
    log[lastSaid.get(key) === text ? 'debug' : level](content, text)
    lastSaid.set(key, text)
  }

  return {
    failed: loop.failed,
    stepped: loop.stepped,

    chainRead({ name: chain }: Named): void {
      conditions.set('chain', undefined, chain)
      conditions.set('contradiction', undefined, chain)
      lastSaid.delete(`chain ${chain}`)
    },

    /** A chain cannot be read or sent to in this turn. */
    chainFailed({ name: chain }: Named, error: unknown): void {
      const name = error instanceof ContradictionError ? 'contradiction' : 'chain'
      const text = `${chain}: ${describeFailure(error)}`
      conditions.set(name, text, chain)
      sayOnce('warn', `chain ${chain}`, { event: 'chain', chain, err: error }, text)
    },

    balanceRead({ name: chain }: Named, { balanceWei, shortage }: BalanceReading): void {
      metrics.chainBalanceWei.set({ chain }, Number(balanceWei))
      conditions.set('balance', shortage && `${chain}: ${shortage}`, chain)
    },

    decided(
      { plan, reason, chains }: WholeReading,
      { offers, leftOut }: WholeDecision,
      named: readonly Named[],
    ): void {
      metrics.driftPips.set(plan.driftPips)
      metrics.bandPips.set(plan.bandPips)
      for (const { name: chain, chainId } of named) {
        const known = chains.find((one) => Number(one.chainId) === chainId)
        if (known !== undefined) {
          metrics.navUsd.set({ chain }, Number(known.navUsd6) / 1e6)
          metrics.exposureUsd.set({ chain }, Number(known.exposureUsd6) / 1e6)
          metrics.ageSec.set({ chain }, known.ageSec)
        }
        const problem = leftOut.get(chainId)
        metrics.leftOut.set({ chain }, problem === undefined ? 0 : 1)
        conditions.set('whole', problem && `${chain}: no orders: ${problem}`, chain)
        if (problem !== undefined) {
          // Figures in it change all the time.
          const key = problem.replace(/\d+ s$/, '')
          sayOnce(
            'warn',
            `out ${chain}`,
            { event: 'left-out', chain },
            `${chain}: no orders: ${key}`,
          )
        } else lastSaid.delete(`out ${chain}`)
      }
      for (const { name: chain, costPips } of offers) metrics.costPips.set({ chain }, costPips)
      const choice = offers.map((offer) => `${offer.name} ${describeOffer(offer)}`).join('; ')
      const text = reason === 'none' ? `drift is to be traded: ${choice || 'nowhere'}` : reason
      sayOnce('info', 'whole', { event: 'decided', reason }, text)
    },

    /** @param draft - What was to be sent; undefined: nothing new was. */
    progressed({ name: chain }: Named, progress: Progress, draft: WholeDraft | undefined): void {
      if (progress.type === 'held' && draft !== undefined) {
        const { reason, detail } = progress
        const { action } = draft
        const text = `${chain}: ${action}: ${reason}: ${detail}`
        // Another keeper may have been first: the next look at the chain says so.
        if (reason !== 'refused') conditions.set('submission', text, chain)
        sayOnce('info', `${chain} ${action}`, { event: 'held', chain, reason, action }, text)
      }
      if (progress.type === 'sent') {
        const { way, hash, problem: said } = progress
        metrics.sent.inc({ way })
        conditions.set('submission', undefined, chain)
        const { action, detail } = draft ?? {}
        const content = { event: 'sent', chain, way, hash, said, action }
        log.info(content, `${chain}: sent ${action ?? 'again'}${detail ? `: ${detail}` : ''}`)
      }
      if (progress.type === 'settled') {
        const { record, settlement } = progress
        const { outcome, feeWei, hash } = settlement
        metrics.feeWei.inc(Number(feeWei))
        const action = record.subject.kind === 'action' ? record.subject.action : 'other'
        metrics.acts.inc({ chain, action, outcome })
        const content = { event: 'settled', chain, outcome, feeWei, hash, action }
        log[outcome === 'taken' ? 'info' : 'warn'](
          content,
          `${chain}: ${action} is over: ${outcome}`,
        )
      }
    },
  }
}
