import {
  type Finding,
  type Proposal,
  type ProposalContracts,
  verifyProposal,
} from '../../governance/index.ts'

/** What to say of a proposal before anything else; undefined: text and calls agree. */
export type Judgement = 'danger' | 'careful' | undefined

/** The text is not what would be executed: whoever votes by it votes for something else. */
const dangers: readonly Finding['kind'][] = [
  'call-unknown',
  'call-sends-ether',
  'call-hidden',
  'call-missing',
  'call-order-differs',
  'value-differs',
]

/** Whether a finding is about what the calls do, rather than about the form of the text. */
export const isDangerous = ({ kind }: Finding): boolean => dangers.includes(kind)

/** Whether a proposal does something that its text does not say, or nobody can read. */
export function judge(proposal: Proposal, contracts: ProposalContracts): Judgement {
  const { findings } = verifyProposal(proposal, contracts)
  if (findings.some(isDangerous)) return 'danger'
  return findings.length > 0 ? 'careful' : undefined
}
