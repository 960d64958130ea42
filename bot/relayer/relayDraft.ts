import type { Call, Errand } from '../submit/context.ts'

/** What a relayer sends. */
export type RelayTask = 'approve' | 'deliver' | 'post' | 'execute' | 'send'

/** A call that is due on a chain. */
export interface RelayDraft {
  task: RelayTask
  /** Names it, and nothing else, for as long as it is due. */
  key: string
  call: Call
}

/** Does what is due on a chain: the trial of the call says whether it still is. */
export const relayErrand: Errand<RelayDraft> = {
  toCall: ({ call }) => call,
  toSubject: ({ task, key }) => ({ kind: 'relay', task, key }),
  getLimitWei: () => undefined,
  mayOvertake: () => false,
  preview: () => undefined,
  // The contracts decide what a call does: there is nothing that a receipt could contradict.
  readBack: async () => {},
}
