import type { Hex } from 'viem'
import type { Core } from '../../core/index.ts'
import {
  type DiffOptions,
  decodeProposal,
  describeProposal,
  diffProposal,
  type MarketConfig,
  type ProposalPage,
  type Voter,
  verifyProposal,
} from '../../governance/index.ts'
import { toProposalContracts } from '../network/proposalContracts.ts'
import type { Reader } from '../reader.ts'
import { type Governed, readMarkets } from '../readMarkets.ts'
import { type MadeProposal, type ProposalStatus, readStatus } from '../readProposals.ts'
import { readVotes } from '../readVotes.ts'
import { type ConnectTo, type ReadRemotes, readRemotes } from './readRemotes.ts'

/** What the chain says of a proposal. */
export interface ReadProposal {
  made: MadeProposal
  status: ProposalStatus
  /** What is in force beside it: what an executed one has changed is compared with what was in force when it was made. */
  governed: Governed
  /** The same of other chains that its changes are for. */
  remotes: ReadRemotes
  /** Unix seconds. */
  createdAt: bigint
  /** Each voter's last vote. */
  voters: readonly Voter[]
}

/**
 * Reads a proposal with all that its page needs from the chain.
 *
 * @throws IncompleteLogsError if the node is known to have left out votes or markets.
 */
export async function readProposalFacts(
  reader: Reader,
  made: MadeProposal,
  connectTo: ConnectTo,
): Promise<ReadProposal> {
  const { client, network } = reader
  const { governor } = network.addresses
  const status = await readStatus(client, governor, made)
  const { changes } = decodeProposal(made, toProposalContracts(network))
  const isExecuted = status.state === 'executed'
  const [governed, remotes, { timestamp: createdAt }, voters] = await Promise.all([
    readGoverned(reader, made, status.state),
    readRemotes(changes, { client, network, connectTo, isExecuted }),
    client.getBlock({ blockNumber: made.blockNumber }),
    readVotes(client, governor, made.blockNumber, made.id),
  ])
  return { made, status, governed, remotes, createdAt, voters }
}

async function readGoverned(
  { client, network }: Reader,
  made: MadeProposal,
  state: ProposalStatus['state'],
): Promise<Governed> {
  const atBlock = state === 'executed' ? made.blockNumber : undefined
  const { riskParameters } = network.addresses
  return readMarkets(client, riskParameters, network.startBlock, atBlock)
}

/** What is in force beside a proposal whose state is not known yet, by market. */
export async function readMarketsBeside(
  reader: Reader,
  made: MadeProposal,
): Promise<ReadonlyMap<Hex, MarketConfig>> {
  const { state } = await readStatus(reader.client, reader.network.addresses.governor, made)
  const { markets } = await readGoverned(reader, made, state)
  return markets
}

/** What is known of a proposal so far: without what is in force its page has no changes. */
export interface KnownProposal
  extends Pick<ReadProposal, 'made' | 'status'>,
    Partial<Pick<ReadProposal, 'governed' | 'remotes' | 'createdAt' | 'voters'>> {}

/** A proposal's page from what was read of it; without observations, without what the model says to it. */
export function describeFacts(
  { made, status, governed, remotes, createdAt, voters }: KnownProposal,
  network: Reader['network'],
  options: Pick<DiffOptions, 'latest' | 'worstHour'> & { core: Core },
): ProposalPage {
  const contracts = toProposalContracts(network)
  const decoded = decodeProposal(made, contracts)
  const homeDelaySec = remotes?.homeDelaySec
  const diff =
    governed === undefined
      ? []
      : diffProposal(decoded, governed.markets, {
          ...options,
          standardCoreHash: governed.standardCoreHash,
          ...(remotes && { remotes: remotes.standings }),
        })
  const { executableAt, voteEndAt, state } = status
  return describeProposal({
    proposal: made,
    decoded,
    diff,
    state,
    verification: verifyProposal(made, contracts),
    times: {
      ...(createdAt !== undefined && { createdAt }),
      snapshotAt: made.voteStartAt,
      startAt: made.voteStartAt,
      endAt: voteEndAt,
      ...(executableAt !== 0n && { etaAt: executableAt }),
    },
    tally: {
      forVotes: status.forVotes,
      againstVotes: status.againstVotes,
      abstainVotes: status.abstainVotes,
      quorumVotes: status.quorumVotes,
    },
    ...(voters && { voters }),
    ...(homeDelaySec !== undefined && { homeDelaySec }),
  })
}
