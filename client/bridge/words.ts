// What is between two chains, in words that a voter understands: the command and the console say the same.

import type { Limit } from '../../core/bounds.ts'
import { formatMarket } from '../../governance/marketNames.ts'
import { formatDuration } from '../formatDuration.ts'
import { formatUtc } from '../formatUtc.ts'
import type { BridgeMessage, MessageState } from './readMessages.ts'
import type { GovernanceRecord, RecordCarrier, RecordStep } from './readRecords.ts'
import type { RemoteMarket } from './readRemoteMarket.ts'

/** A state in two words at most. */
export const stateWords: Readonly<Record<MessageState, string>> = {
  recorded: 'not posted',
  'under-way': 'under way',
  delivered: 'delivered',
  failed: 'failed',
  unknown: 'not known',
}

/** Where a record stands. */
export const stepWords: Readonly<Record<RecordStep, string>> = {
  recorded: 'recorded',
  posted: 'posted',
  brought: 'brought in part',
  scheduled: 'scheduled',
  ready: 'ready to execute',
  executed: 'executed',
  canceled: 'canceled',
  unknown: 'not known',
}

/** What keeps a field from where home's is. */
export const heldWords: Readonly<Record<Limit, string>> = {
  none: 'it moves with the next message',
  step: 'the step there',
  budget: 'the budget there',
  cooldown: 'the cooldown there',
  min: 'the lower bound there',
  max: 'the upper bound there',
  epoch: 'its epoch there is not over',
}

/** What a message brings. */
export function describeMessage({ kind, marketId, recordNonce }: BridgeMessage): string {
  switch (kind) {
    case 'parameters':
      return `values of ${marketId === undefined ? 'a market' : formatMarket(marketId)}`
    case 'governance':
      return `vote ${recordNonce}`
    case 'figures':
      return 'what a book holds'
    case 'order':
      return 'an order to a book'
    case 'other':
      return "a stranger's"
  }
}

/** A step that a record has behind it, or before it. */
export interface StepWords {
  title: string
  isDone: boolean
  /** When, by whom, or what is missing. */
  detail: string
}

/** The steps of calls that were voted for another chain, in their order. */
export function listSteps(record: GovernanceRecord): StepWords[] {
  const { carriers, recorded, broughtCount, threshold, scheduled, executed, canceled } = record
  const posted = carriers.filter(({ state }) => state !== 'recorded')
  const needed =
    threshold === undefined ? 'how many are needed is not known' : `${threshold} needed`
  const isBrought = scheduled !== undefined
  return [
    { title: 'Recorded at home', isDone: true, detail: formatUtc(recorded.at) },
    {
      title: 'Posted',
      isDone: isBrought || posted.length === carriers.length,
      detail: carriers.map(describeCarrier).join('; '),
    },
    {
      title: `Brought to ${record.chain.name}`,
      isDone: isBrought,
      detail: `by ${broughtCount} of ${carriers.length} messengers, ${needed}`,
    },
    {
      title: 'Scheduled',
      isDone: isBrought,
      detail: scheduled === undefined ? 'once enough have brought it' : formatUtc(scheduled.at),
    },
    canceled === undefined
      ? { title: 'Executed', isDone: executed !== undefined, detail: describeExecution(record) }
      : {
          title: 'Canceled',
          isDone: true,
          detail: `by the guardian there, ${formatUtc(canceled.at)}`,
        },
  ]
}

function describeCarrier({ messenger, state, reason }: RecordCarrier): string {
  const why = reason === undefined ? '' : ` (${reason})`
  return `${messenger}: ${state === 'delivered' ? 'brought' : stateWords[state]}${why}`
}

function describeExecution({ executed, readyAt, step }: GovernanceRecord): string {
  if (executed !== undefined) return formatUtc(executed.at)
  if (readyAt === undefined) return 'after the delay of the timelock there'
  return step === 'ready'
    ? `it may be executed since ${formatUtc(readyAt)}`
    : `from ${formatUtc(readyAt)} on`
}

/** What anyone can do for a record; undefined: nothing, or it is done. */
export function describeNext({
  step,
  carriers,
  chain,
  nonce,
}: GovernanceRecord): string | undefined {
  if (step === 'ready') {
    return `anyone may execute it in the timelock of ${chain.name}; a relayer does`
  }
  if (step !== 'recorded' && step !== 'posted' && step !== 'brought') return undefined
  const list = (found: readonly RecordCarrier[]) => found.map((one) => one.messenger).join(' and ')
  const unposted = carriers.filter(({ state }) => state === 'recorded' || state === 'failed')
  const underWay = carriers.filter(({ state }) => state === 'under-way')
  const parts = [
    unposted.length > 0 ? `anyone may post vote ${nonce} by ${list(unposted)}` : undefined,
    underWay.length > 0 ? `anyone may deliver it by ${list(underWay)}` : undefined,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** What anyone can do for a message; undefined: nothing. */
export function describeRepeat({ repeat, messenger }: BridgeMessage): string | undefined {
  if (repeat === 'deliver') return `deliver it by ${messenger}; a relayer does, again and again`
  if (repeat === 'send') return `send the market's vector again, by ${messenger} or another`
  return undefined
}

/** Age of what a chain has: `3 min old`. */
export function describeEvidenceAge(ageSec: bigint | undefined): string {
  return ageSec === undefined ? 'no evidence yet' : `${formatDuration(ageSec)} old`
}

/** The same of a market away, which may have had messages and no value in them. */
export function describeRemoteAge({
  ageSec,
  isAwaitingEvidence,
}: Pick<RemoteMarket, 'ageSec' | 'isAwaitingEvidence'>): string {
  if (ageSec === undefined || !isAwaitingEvidence) return describeEvidenceAge(ageSec)
  return `waits for a value from home; the latest message is ${formatDuration(ageSec)} old`
}
