import type { Proposal } from '../../../../governance/index.ts'

/** What `propose` of the Governor takes, as JSON; wei as texts. */
export function formatCalls({ targets, values, calldatas, description }: Proposal): string {
  const plain = { targets, values: values.map(String), calldatas, description }
  return `${JSON.stringify(plain, null, 2)}\n`
}
