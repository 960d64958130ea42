import { type ProposalState, shortenId } from '../governance/index.ts'
import { formatUtc } from './formatUtc.ts'

/** The steps that somebody may want to take with a proposal. */
export type ProposalAction = 'propose' | 'vote' | 'queue' | 'execute' | 'cancel'

/** The state of a proposal; times are Unix seconds, each undefined if not known. */
export interface Standing {
  id: bigint
  state: ProposalState
  voteStartAt?: bigint
  voteEndAt?: bigint
  executableAt?: bigint
}

const PROPOSE_ANEW =
  'the same text has the same id: change its title, or a word of it, and propose it again'

/** Why a proposal is not in the state that an action needs, and what one can do: a sentence without its full stop. */
export function describeStanding(standing: Standing, action: ProposalAction): string {
  return `${describeState(standing)}; ${describeWayOn(standing, action)}`
}

/** Where a proposal stands: a sentence without its full stop. */
export function describeState({ state, voteStartAt, voteEndAt, executableAt }: Standing): string {
  const at = (time: bigint | undefined, word: string) =>
    time === undefined || time === 0n ? '' : ` ${word} ${formatUtc(time)}`
  switch (state) {
    case 'pending':
      return `the proposal is pending: its vote begins${at(voteStartAt, 'after') || ' later'}`
    case 'active':
      return `the proposal is active: its vote is open${at(voteEndAt, 'until')}`
    case 'canceled':
      return 'the proposal is canceled, which is final'
    case 'defeated':
      return `the proposal is defeated: its vote is over${at(voteEndAt, 'since')}`
    case 'succeeded':
      return `the proposal is succeeded: its vote is over${at(voteEndAt, 'since')}`
    case 'queued':
      return `the proposal is queued: its vote is over${at(executableAt, 'and it can be executed from')}`
    case 'expired':
      return 'the proposal is expired: it was not executed in time'
    case 'executed':
      return 'the proposal is executed, which is final'
  }
}

const ended: readonly ProposalState[] = ['canceled', 'defeated', 'expired', 'executed']

function describeWayOn({ id: wholeId, state }: Standing, action: ProposalAction): string {
  const id = shortenId(wholeId)
  const show = `\`gimbal proposals show ${id}\``
  if (action === 'propose') {
    return ended.includes(state) ? PROPOSE_ANEW : `it exists already as ${id}; see ${show}`
  }
  if (state === 'executed') return `there is nothing left to do; see ${show}`
  if (ended.includes(state)) {
    return action === 'vote' ? `no vote counts any more; ${PROPOSE_ANEW}` : PROPOSE_ANEW
  }
  if (action === 'cancel') return 'nobody can cancel it any more'
  if (state === 'succeeded') return `the next step is \`gimbal queue ${id} --yes\``
  if (state === 'queued') return `the next step is then \`gimbal execute ${id} --yes\``
  if (action !== 'vote') return `wait for the end of the vote; see ${show}`
  return `vote then, or sign a ballot now with \`gimbal vote ${id} --choice CHOICE --via signature\``
}
