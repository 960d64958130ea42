import type { Logger } from 'pino'
import type { Notifier } from '../notify/createNotifier.ts'
import type { Condition } from './keepConditions.ts'

interface AlarmTellerOptions {
  log: Logger
  notifier: Pick<Notifier, 'tell'>
  /** Whose alarms they are. */
  sender: { replica: string } | { prover: string } | { keeper: string } | { relayer: string }
}

/** Reports alarms and their ends to the log and to webhooks. */
export function createAlarmTeller({ log, notifier, sender }: AlarmTellerOptions) {
  const [name] = Object.values(sender)
  return ({ name: condition, problem, isAlarm }: Condition<string>): void => {
    const event = isAlarm ? 'alarm' : 'alarm-over'
    const text = isAlarm ? `alarm: ${condition}` : `no more alarm: ${condition}`
    log[isAlarm ? 'error' : 'info']({ event, condition, problem }, text)
    const said = `${name}: ${text}${problem === undefined ? '' : ` (${problem})`}`
    notifier.tell({ event, text: said, condition, ...sender })
  }
}
