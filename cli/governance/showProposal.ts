import { type Governed, readMarkets } from '../../client/readMarkets.ts'
import { type MadeProposal, type ProposalStatus, readStatus } from '../../client/readProposals.ts'
import { readVotes } from '../../client/readVotes.ts'
import { BaseError } from '../../core/errors.ts'
import { loadCore, type Observation } from '../../core/index.ts'
import {
  decodeProposal,
  describeProposal,
  diffProposal,
  type ProposalPage,
  verifyProposal,
} from '../../governance/index.ts'
import { createQueryClient, fetchOccasions } from '../../query/index.ts'
import { readSnapshotDangers } from './readSnapshotDangers.ts'
import type { Session } from './session.ts'

/** A proposal's page, from the chain; what the model says to it from the index, where there is one. */
export async function readPage(session: Session, made: MadeProposal): Promise<ProposalPage> {
  const { client, network } = session
  const { governor, riskParameters } = network.addresses
  const status = await readStatus(client, governor, made)
  const governed = await readGoverned(session, made, status.state)
  const decoded = decodeProposal(made, { riskParameters })
  const markets = [...governed.markets.keys()]
  const { latest, worstHour, notes: missing } = await readOccasions(session, markets)
  const diff = diffProposal(decoded, governed.markets, {
    core: await loadCore(),
    standardCoreHash: governed.standardCoreHash,
    latest,
    worstHour,
  })
  const { timestamp: createdAt } = await client.getBlock({ blockNumber: made.blockNumber })
  const { voteEndAt, executableAt, quorumVotes } = status
  const { dangers, notes } = await readSnapshotDangers(session, made, status.snapshotProposalId)
  const page = describeProposal({
    proposal: made,
    decoded,
    diff,
    state: status.state,
    verification: verifyProposal(made, { riskParameters }),
    times: {
      createdAt,
      snapshotAt: made.voteStartAt,
      startAt: made.voteStartAt,
      endAt: voteEndAt,
      ...(executableAt !== 0n && { etaAt: executableAt }),
    },
    tally: {
      forVotes: status.forVotes,
      againstVotes: status.againstVotes,
      abstainVotes: status.abstainVotes,
      quorumVotes,
    },
    voters: await readVotes(client, governor, made.blockNumber, made.id),
  })
  return { ...page, warnings: [...page.warnings, ...dangers, ...notes, ...missing] }
}

/** What is in force beside a proposal: what an executed one has changed is compared with what was in force when it was made. */
async function readGoverned(
  { client, network }: Session,
  made: MadeProposal,
  state: ProposalStatus['state'],
): Promise<Governed> {
  const atBlock = state === 'executed' ? made.blockNumber : undefined
  const { riskParameters } = network.addresses
  return readMarkets(client, riskParameters, network.startBlock, atBlock)
}

/** The same of a proposal whose state is not known yet, by market. */
export async function readInForce(
  session: Session,
  made: MadeProposal,
): Promise<Governed['markets']> {
  const { client, network } = session
  const { state } = await readStatus(client, network.addresses.governor, made)
  const { markets } = await readGoverned(session, made, state)
  return markets
}

/** The observations by which a change is judged; none without an index. Where it fails, a note says so. */
export async function readOccasions(
  { network }: Session,
  markets: readonly `0x${string}`[],
): Promise<{
  latest: Map<`0x${string}`, Observation>
  worstHour: Map<`0x${string}`, Observation>
  notes: string[]
}> {
  const latest = new Map<`0x${string}`, Observation>()
  const worstHour = new Map<`0x${string}`, Observation>()
  if (network.graphqlUrl === undefined) return { latest, worstHour, notes: [] }
  const query = createQueryClient({ url: network.graphqlUrl, retries: 2, patienceMs: 10_000 })
  try {
    for (const market of markets) {
      const found = await fetchOccasions(query, market)
      if (found.latest !== undefined) latest.set(market, found.latest)
      if (found.worstHour !== undefined) worstHour.set(market, found.worstHour)
    }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    // What is changed and who voted stands on chain, and is shown without it.
    return {
      latest,
      worstHour,
      notes: [`What the model says to it is not known: ${error.message}`],
    }
  }
  return { latest, worstHour, notes: [] }
}
