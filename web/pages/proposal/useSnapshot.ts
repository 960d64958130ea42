import type { SnapshotReport } from '../../../client/proposals/examineSnapshot.ts'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import type { ProposalStatus } from '../../../client/readProposals.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'

/** Snapshot's page changes by hand only. */
const FRESH_MS = 60_000

/** What Snapshot shows beside what the Governor counts by. */
export interface SnapshotRead {
  /** Why nothing is compared; undefined: it is, or will be when the state is known. */
  unasked: 'names none' | 'no hub' | undefined
  reading: Reading<SnapshotReport>
}

/** Compares what Snapshot shows with what the Governor counts by. */
export function useSnapshot(
  made: ResolvedProposal,
  status: ProposalStatus | undefined,
): SnapshotRead {
  const { network } = useSession()
  const { hubUrl } = network
  const isNamed = status?.snapshotProposalId !== undefined
  const hasHub = hubUrl !== undefined
  const reading = useReading({
    key: ['snapshot', `${made.id}`],
    freshMs: FRESH_MS,
    isEnabled: isNamed && hasHub,
    read: async (session, signal) => {
      // Only now: most proposals name nothing there.
      const [{ openHub }, { examineSnapshot }] = await Promise.all([
        import('../../network/openHub.ts'),
        import('../../../client/proposals/examineSnapshot.ts'),
      ])
      const hub = openHub(session.network, false, signal)
      return examineSnapshot(session, hub, made)
    },
  })
  const unasked =
    status === undefined ? undefined : !isNamed ? 'names none' : hasHub ? undefined : 'no hub'
  return { unasked, reading }
}
