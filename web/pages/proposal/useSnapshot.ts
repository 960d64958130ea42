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
  const { hubUrl, sequencerUrl, ipfsUrl } = network
  const isNamed = status?.snapshotProposalId !== undefined
  const hasHub = hubUrl !== undefined
  const reading = useReading({
    key: ['snapshot', `${made.id}`],
    freshMs: FRESH_MS,
    isEnabled: isNamed && hasHub,
    read: async (session, signal) => {
      // Only now: most proposals name nothing there.
      const [{ createHubClient }, { examineSnapshot }] = await Promise.all([
        import('../../../snapshot/createHubClient.ts'),
        import('../../../client/proposals/examineSnapshot.ts'),
      ])
      const hub = createHubClient({
        hubUrl: hubUrl ?? '',
        // Nothing is posted here; what was pinned is asked of the hub alone where no gateway is named.
        sequencerUrl: sequencerUrl ?? hubUrl ?? '',
        ipfsUrl: ipfsUrl ?? hubUrl ?? '',
        retries: 1,
        timeoutMs: 10_000,
        patienceMs: 10_000,
        signal,
      })
      return examineSnapshot(session, hub, made)
    },
  })
  const unasked =
    status === undefined ? undefined : !isNamed ? 'names none' : hasHub ? undefined : 'no hub'
  return { unasked, reading }
}
