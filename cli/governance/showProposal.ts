import { connect } from '../../client/connect.ts'
import { readPage as read } from '../../client/proposals/readPage.ts'
import type { MadeProposal } from '../../client/readProposals.ts'
import { loadCore } from '../../core/index.ts'
import { verifyCode } from '../../deploy/evidence/verifyCode.ts'
import type { ProposalPage } from '../../governance/index.ts'
import { createQueryClient, readOccasions as readIndexed } from '../../query/index.ts'
import { openHubFor } from './openHubFor.ts'
import type { Session } from './session.ts'

/** A proposal's page, from the chain; what the model says to it from the index, where there is one. */
export async function readPage(session: Session, made: MadeProposal): Promise<ProposalPage> {
  return read(session, made, {
    core: await loadCore(),
    readOccasions: (markets) => readOccasions(session, markets),
    openHub: openHubFor(session),
    connectTo: connect,
    verifyCode: (contract) => verifyCode(session.client, contract),
  })
}

/** The observations by which a change is judged; none without an index. Where it fails, a note says so. */
export function readOccasions(
  { network: { graphqlUrl: url } }: Session,
  markets: readonly `0x${string}`[],
): ReturnType<typeof readIndexed> {
  const index =
    url === undefined ? undefined : createQueryClient({ url, retries: 2, patienceMs: 10_000 })
  return readIndexed(index, markets)
}
