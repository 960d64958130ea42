import type { Logger } from 'pino'
import type { BalanceReading } from '../describeBalance.ts'
import { describeFailure } from '../describeFailure.ts'
import type { ChainHead } from '../sources/createEndpoints.ts'
import type { Conditions } from './keepConditions.ts'
import type { LoopMetrics } from './loopMetrics.ts'

interface LoopMonitorOptions<Name extends string> {
  log: Logger
  metrics: LoopMetrics
  conditions: Conditions<Name | 'chain' | 'balance'>
  names: readonly Name[]
  /** Why the latest block's time, or this machine's, is wrong; undefined if both agree. */
  checkClock(timestamp: bigint): string | undefined
  /** Under which condition a failure is noted. */
  findCondition(error: unknown): Name
}

/** Under which failures are noted: a turn that goes well ends them, and not a part of one. */
const TURN = 'turn'

/** Reports what every loop does that reads the chain and pays, to the log, the metrics and the conditions. */
export function createLoopMonitor<Name extends string>(options: LoopMonitorOptions<Name>) {
  const { log, metrics, conditions, names, checkClock, findCondition } = options
  return {
    headRead({ block, inUse, problems }: ChainHead): void {
      metrics.headBlock.set(Number(block.number))
      metrics.headAt.set(Number(block.timestamp))
      metrics.witnesses.set(inUse.length)
      conditions.set('chain', checkClock(block.timestamp), 'clock')
      for (const problem of problems)
        log.debug({ event: 'endpoint', problem }, 'an endpoint is left aside')
    },

    balanceRead({ balanceWei, shortage }: BalanceReading): void {
      metrics.balanceWei.set(Number(balanceWei))
      conditions.set('balance', shortage)
    },

    /** Something went wrong in a turn of the loop. */
    failed(error: unknown): void {
      const name = findCondition(error)
      const text = describeFailure(error)
      const isNews = conditions
        .list()
        .every((one) => one.name !== name || one.problem === undefined)
      conditions.set(name, text, TURN)
      log[isNews ? 'warn' : 'debug']({ event: 'failed', condition: name, err: error }, text)
    },

    /** A turn of the loop is over. */
    stepped(elapsedSec: number, isWell: boolean): void {
      metrics.steps.inc({ result: isWell ? 'done' : 'failed' })
      metrics.stepSec.observe(elapsedSec)
      if (isWell) for (const name of names) conditions.set(name, undefined, TURN)
      conditions.review()
      for (const { name, problem, isAlarm } of conditions.list()) {
        metrics.condition.set({ name }, problem === undefined ? 0 : 1)
        metrics.alarm.set({ name }, isAlarm ? 1 : 0)
      }
    },
  }
}
