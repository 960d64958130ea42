import type { DelegationWords } from '../../client/explainPower.ts'

/** How one gets votes, on a page. */
export const pageWords: DelegationWords = {
  toAccount: () => 'delegate to it',
  toItself: () => 'delegating to itself',
}
