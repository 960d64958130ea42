import type { Rule } from '../rule.ts'

/** Never trades. */
export function createHoldRule(): Rule {
  return { id: 'hold', title: 'hold, never trade', kind: 'plain', decide: () => 0 }
}
