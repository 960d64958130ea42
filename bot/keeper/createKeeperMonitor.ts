import type { Logger } from 'pino'
import type { Address } from 'viem'
import { actionNames } from '../../client/vaults/decodeActed.ts'
import { createLoopMonitor } from '../health/createLoopMonitor.ts'
import { ChainUnavailableError, ContradictionError } from '../sources/errors.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import type { ActionDraft, KeptVault } from './actionErrand.ts'
import { describeReading } from './describeReading.ts'
import {
  type KeeperConditionName,
  type KeeperConditions,
  keeperConditionNames,
} from './keeperConditions.ts'
import type { KeeperMetrics } from './keeperMetrics.ts'
import { isMeasured, type VaultReading } from './readVault.ts'
import { overtakings } from './vaultWords.ts'

interface KeeperMonitorOptions {
  log: Logger
  metrics: KeeperMetrics
  conditions: KeeperConditions
  vaults: readonly KeptVault[]
  /** How long a cut may be due without an action of its vault in a block, seconds. */
  cutAfterSec: number
  /** Unix seconds. */
  clock(): number
  checkClock(timestamp: bigint): string | undefined
}

/** Reports a keeper's work to the log, the metrics and the conditions. */
export type KeeperMonitor = ReturnType<typeof createKeeperMonitor>

export function createKeeperMonitor(options: KeeperMonitorOptions) {
  const { log, metrics, conditions, vaults, cutAfterSec, clock, checkClock } = options
  const loop = createLoopMonitor({
    log,
    metrics,
    conditions,
    names: keeperConditionNames,
    checkClock,
    findCondition,
  })
  const names = new Map(vaults.map(({ address, name }) => [address, name]))
  /** What was said last of a vault, so that each thing is said once: by its kind, since figures change with each block. */
  const lastDue = new Map<string, string>()
  const lastProblem = new Map<string, string>()
  const cutSinceAt = new Map<string, number>()

  function warnOnce(vault: string, kind: string, problem: string, content: object): void {
    log[lastProblem.get(vault) === kind ? 'debug' : 'warn'](content, `${vault}: ${problem}`)
    lastProblem.set(vault, kind)
  }

  function noteCut(vault: string, isDue: boolean): void {
    if (!isDue) cutSinceAt.delete(vault)
    else if (!cutSinceAt.has(vault)) cutSinceAt.set(vault, clock())
    const dueSec = isDue ? clock() - (cutSinceAt.get(vault) ?? clock()) : 0
    metrics.cutDueSec.set({ vault }, dueSec)
    const problem = `${vault}: a cut has been due for ${dueSec} s without a block`
    conditions.set('cut', isDue && dueSec >= cutAfterSec ? problem : undefined, vault)
  }

  return {
    headRead: loop.headRead,
    balanceRead: loop.balanceRead,
    failed: loop.failed,
    stepped: loop.stepped,

    vaultRead({ name: vault }: KeptVault, reading: VaultReading): void {
      if (isMeasured(reading)) metrics.driftPips.set({ vault }, Number(reading.driftPips))
      metrics.bandPips.set({ vault }, Number(reading.bandPips))
      metrics.elapsedSec.set({ vault }, Number(reading.elapsedSec))
      for (const action of actionNames) {
        metrics.due.set({ vault, action }, action !== 'none' && action === reading.action ? 1 : 0)
      }
      noteCut(vault, reading.action === 'cut')
      if (reading.action === 'none') {
        conditions.set('vault', undefined, vault)
        conditions.set('submission', undefined, vault)
        lastProblem.delete(vault)
      }
      const { action, reason } = reading
      const text = `${action} ${reason}`
      const isNews = lastDue.get(vault) !== text
      lastDue.set(vault, text)
      const content = { event: 'read', vault, action, reason }
      log[isNews ? 'info' : 'debug'](content, `${vault}: ${describeReading(reading)}`)
    },

    /** A vault cannot be asked what is due. */
    vaultFailed({ name: vault }: KeptVault, problem: string): void {
      const text = `it does not say what is due (${problem})`
      conditions.set('vault', `${vault}: ${text}`, vault)
      warnOnce(vault, 'unreadable', text, { event: 'unreadable', vault })
    },

    /** @param draft - What was to be sent; undefined: nothing new was. */
    progressed(progress: Progress, draft: ActionDraft | undefined): void {
      if (progress.type === 'held' && draft !== undefined) {
        const { reason, detail } = progress
        const vault = draft.vault.name
        const refusal = 'refusal' in progress ? progress.refusal : undefined
        metrics.held.inc({ vault, reason })
        const isOvertaken = refusal !== undefined && overtakings.includes(refusal)
        const problem = isOvertaken ? undefined : `${reason}: ${detail}`
        const condition = reason === 'refused' ? 'vault' : 'submission'
        conditions.set(condition, problem && `${vault}: ${problem}`, vault)
        const content = { event: 'held', vault, action: draft.action, reason, refusal }
        if (problem === undefined) log.info(content, `${vault}: another keeper was first`)
        else warnOnce(vault, `${reason} ${refusal ?? ''}`, problem, content)
      }
      if (progress.type === 'sent') {
        const { way, hash, problem: said } = progress
        metrics.sent.inc({ way })
        if (draft?.signedReport !== undefined) metrics.prices.carried.inc({ outcome: 'carried' })
        const { vault, action } = { vault: draft?.vault.name, action: draft?.action }
        log.info({ event: 'sent', way, hash, said, vault, action }, 'sent an action')
      }
      if (progress.type === 'settled') settled(progress)
    },
  }

  function settled({ record, settlement }: Extract<Progress, { type: 'settled' }>): void {
    const { outcome, feeWei, hash } = settlement
    metrics.feeWei.inc(Number(feeWei))
    const { subject } = record
    // The account may have served a vault, or a replica, that is not in this configuration.
    const action = subject.kind === 'action' ? subject.action : undefined
    const vault = subject.kind === 'action' ? nameOf(subject.vault) : undefined
    if (vault !== undefined) {
      metrics.acts.inc({ vault, outcome })
      metrics.vaultFeeWei.inc({ vault }, Number(feeWei))
      if (outcome === 'taken') {
        noteCut(vault, false)
        conditions.set('vault', undefined, vault)
        conditions.set('submission', undefined, vault)
        lastProblem.delete(vault)
      }
    }
    const content = { event: 'settled', outcome, feeWei, hash, vault, action }
    log[outcome === 'taken' ? 'info' : 'warn'](content, 'an action is over')
  }

  function nameOf(address: Address): string | undefined {
    return names.get(address)
  }
}

function findCondition(error: unknown): KeeperConditionName {
  if (error instanceof ContradictionError) return 'contradiction'
  return error instanceof ChainUnavailableError ? 'chain' : 'loop'
}
