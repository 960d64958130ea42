import type { Call, Errand } from '../../submit/context.ts'
import type { WholeAction } from './wholeWords.ts'

/** A call that is due on a chain. */
export interface WholeDraft {
  action: WholeAction
  call: Call
  /** One line for a log. */
  detail: string
}

/** Has the portfolio and its books do what is due: the trial of the call says whether it still is. */
export const wholeErrand: Errand<WholeDraft> = {
  toCall: ({ call }) => call,
  toSubject: ({ action, call }) => ({ kind: 'action', vault: call.to, action }),
  getLimitWei: () => undefined,
  mayOvertake: () => false,
  preview: () => undefined,
  // The contracts decide what a call does: there is nothing that a receipt could contradict.
  readBack: async () => {},
}
