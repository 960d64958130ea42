import type { Logger } from 'pino'
import type { BalanceReading } from '../describeBalance.ts'
import { describeFailure } from '../describeFailure.ts'
import { createLoopMonitor } from '../health/createLoopMonitor.ts'
import type { ChainHead } from '../sources/createEndpoints.ts'
import { ContradictionError } from '../sources/errors.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import { nameMessage } from './bridges/bridge.ts'
import type { DeliveryNote } from './createDeliveries.ts'
import type { RelayDraft } from './relayDraft.ts'
import { type RelayerConditions, relayerConditionNames } from './relayerConditions.ts'
import type { RelayerMetrics } from './relayerMetrics.ts'

interface RelayerMonitorOptions {
  log: Logger
  metrics: RelayerMetrics
  conditions: RelayerConditions
}

/** A chain in messages. */
interface Named {
  name: string
}

/** Reports a relayer's work to the log, the metrics and the conditions. */
export type RelayerMonitor = ReturnType<typeof createRelayerMonitor>

/** Refusals that say that another delivery was enough. */
const overtakings = ['MessageNotNewer', 'BroughtBefore', 'NoncePast']

export function createRelayerMonitor({ log, metrics, conditions }: RelayerMonitorOptions) {
  const loop = createLoopMonitor({
    log,
    metrics,
    conditions,
    names: relayerConditionNames.filter((name) => name === 'loop'),
    checkClock: () => undefined,
    findCondition: () => 'loop',
  })
  /** What was said last of a thing, so that each is said once. */
  const lastSaid = new Map<string, string>()

  function sayOnce(level: 'info' | 'warn', key: string, content: object, text: string): void {
    log[lastSaid.get(key) === text ? 'debug' : level](content, text)
    lastSaid.set(key, text)
  }

  function setHeld(key: string, problem: string | undefined): void {
    conditions.set('submission', problem, key)
  }

  return {
    failed: loop.failed,
    stepped: loop.stepped,

    headRead({ name: chain }: Named, { block, problems }: ChainHead): void {
      metrics.chainHead.set({ chain }, Number(block.number))
      conditions.set('chain', undefined, chain)
      conditions.set('contradiction', undefined, chain)
      lastSaid.delete(`chain ${chain}`)
      for (const problem of problems) {
        log.debug({ event: 'endpoint', chain, problem }, 'an endpoint is left aside')
      }
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

    counted({ name: chain }: Named, underWay: number): void {
      metrics.underWay.set({ chain }, underWay)
    },

    messageSeen({ message, bridge, state, refusal, detail }: DeliveryNote, chain: string): void {
      const { messageId } = message
      const name = nameMessage(message)
      const isOvertaken = overtakings.includes(refusal ?? '')
      const content = { event: state, chain, bridge, messageId, refusal }
      const text = `message ${messageId.slice(0, 10)} by ${bridge}: ${isOvertaken ? 'another delivery was enough' : detail}`
      const isWrong = (state === 'refused' && !isOvertaken) || state === 'failed'
      conditions.set('delivery', isWrong ? text : undefined, name)
      conditions.set('signers', state === 'pending' ? text : undefined, name)
      if (state === 'refused') metrics.refused.inc({ chain, refusal: refusal ?? 'unnamed' })
      sayOnce(isWrong ? 'warn' : 'info', name, content, text)
    },

    /** @param draft - What was to be sent; undefined: nothing new was. */
    progressed({ name: chain }: Named, progress: Progress, draft: RelayDraft | undefined): void {
      if (progress.type === 'held' && draft !== undefined) {
        const { reason, detail } = progress
        const { task, key } = draft
        const refusal = 'refusal' in progress ? progress.refusal : undefined
        const text = `${chain}: ${key}: ${reason}: ${detail}`
        // Another relayer may have been first: the next look at the chain says so.
        if (reason !== 'refused') setHeld(chain, text)
        sayOnce('info', key, { event: 'held', chain, reason, refusal, task, key }, text)
      }
      if (progress.type === 'sent') {
        const { way, hash, problem: said } = progress
        metrics.sent.inc({ way })
        setHeld(chain, undefined)
        const content = {
          event: 'sent',
          chain,
          way,
          hash,
          said,
          task: draft?.task,
          key: draft?.key,
        }
        log.info(content, `${chain}: sent ${draft?.key ?? 'again'}`)
      }
      if (progress.type === 'settled') {
        const { record, settlement } = progress
        const { outcome, feeWei, hash } = settlement
        metrics.feeWei.inc(Number(feeWei))
        const { subject } = record
        const task = subject.kind === 'relay' ? subject.task : 'other'
        const key = subject.kind === 'relay' ? subject.key : undefined
        metrics.done.inc({ chain, task, outcome })
        const content = { event: 'settled', chain, outcome, feeWei, hash, task, key }
        log[outcome === 'taken' ? 'info' : 'warn'](content, `${chain}: ${key} is over: ${outcome}`)
      }
    },
  }
}
