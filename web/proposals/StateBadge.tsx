import type { ProposalState } from '../../governance/index.ts'
import { Badge, type Tone } from '../ui/Notice.tsx'

const tones: Readonly<Record<ProposalState, Tone | 'plain'>> = {
  pending: 'plain',
  active: 'info',
  canceled: 'plain',
  defeated: 'warn',
  succeeded: 'good',
  queued: 'good',
  expired: 'warn',
  executed: 'good',
}

/** Where a proposal stands, in a word. */
export function StateBadge({ state }: { state: ProposalState }) {
  return <Badge tone={tones[state]}>{state}</Badge>
}
