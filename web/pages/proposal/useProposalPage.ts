import { useMemo } from 'react'
import type { Hex } from 'viem'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import {
  addEvidence,
  type ProposedEvidence,
  readEvidence,
} from '../../../client/proposals/readEvidence.ts'
import { describeFacts } from '../../../client/proposals/readProposalFacts.ts'
import type { ReadRemotes } from '../../../client/proposals/readRemotes.ts'
import { isFinal } from '../../../client/proposals/readStates.ts'
import { type ProposalSteps, readSteps } from '../../../client/proposals/readSteps.ts'
import { type Governed, readMarkets } from '../../../client/readMarkets.ts'
import type { ProposalStatus } from '../../../client/readProposals.ts'
import { type CastVote, listVoters, readCastVotes } from '../../../client/readVotes.ts'
import { BaseError } from '../../../core/errors.ts'
import type { Core } from '../../../core/index.ts'
import {
  type DecodedProposal,
  decodeProposal,
  listMarkets,
  type ProposalPage,
  type ProposalState,
  toIdHex,
  type Verification,
  verifyProposal,
} from '../../../governance/index.ts'
import { readOccasions } from '../../../query/index.ts'
import { useCore } from '../../data/useCore.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { useRemotes } from '../../data/useRemotes.ts'
import { useSession } from '../../network/session.ts'
import { useContracts } from '../../network/useContracts.ts'
import { useStatus } from '../../proposals/useStatus.ts'
import { type SnapshotRead, useSnapshot } from './useSnapshot.ts'

type Occasions = Awaited<ReturnType<typeof readOccasions>>

/** All that is read of a proposal, each part as it comes. */
export interface ReadPage {
  made: ResolvedProposal
  idHex: Hex
  decoded: DecodedProposal
  verification: Verification
  status: Reading<ProposalStatus>
  /** What is in force beside it: of an executed one, what was in force when it was made. */
  governed: Reading<Governed>
  /** What is known of other chains that its changes are for. */
  remotes: Reading<ReadRemotes>
  votes: Reading<readonly CastVote[]>
  steps: Reading<ProposalSteps>
  occasions: Reading<Occasions>
  /** What its changes make of the evidence that markets take. */
  evidence: Reading<ProposedEvidence>
  snapshot: SnapshotRead
  core: Reading<Core>
  createdAt: bigint | undefined
  /** As far as it is known; undefined until the state is. Without observations that the model refuses. */
  page: ProposalPage | undefined
  /** Why the observations of the index were left out of the page; undefined: they were not. */
  refusal: string | undefined
}

/** Reads a proposal: state and votes again with each block, until its state is final. */
export function useProposalPage(made: ResolvedProposal): ReadPage {
  const { network } = useSession()
  const contracts = useContracts()
  const { id } = made
  const decoded = useMemo(() => decodeProposal(made, contracts), [made, contracts])
  const verification = useMemo(() => verifyProposal(made, contracts), [made, contracts])
  const status = useStatus(made)
  const state = status.data?.state
  const isOpen = state !== undefined && !isFinal(state)
  const core = useCore()
  const governed = useGovernedBeside(made, state)
  const remotes = useRemotes(decoded.changes, state)
  const votes = useReading({
    key: ['votes', `${id}`, isOpen],
    isLive: isOpen,
    isEnabled: state !== undefined,
    read: ({ client, network: { addresses: at } }) =>
      readCastVotes(client, at.governor, made.blockNumber, id),
  })
  const steps = useReading({
    key: ['steps', `${id}`, isOpen],
    isLive: isOpen,
    isEnabled: state !== undefined,
    read: (session) => readSteps(session, made),
  })
  const created = useReading({
    key: ['block-at', `${made.blockNumber}`],
    read: async ({ client }) =>
      (await client.getBlock({ blockNumber: made.blockNumber })).timestamp,
  })
  const occasions = useOccasions(decoded)
  const snapshot = useSnapshot(made, status.data)
  const evidence = useEvidence(made, decoded, governed.data)
  const described = useMemo(() => {
    if (status.data === undefined || core.data === undefined) return undefined
    const facts = {
      made,
      status: status.data,
      ...(governed.data && { governed: governed.data }),
      ...(remotes.data && { remotes: remotes.data }),
      ...(created.data !== undefined && { createdAt: created.data }),
      ...(votes.data && { voters: listVoters(votes.data) }),
    }
    const said = describe(facts, network, core.data, occasions.data)
    return evidence.data === undefined
      ? said
      : { page: addEvidence(said.page, evidence.data), refusal: said.refusal }
  }, [
    made,
    network,
    status.data,
    core.data,
    governed.data,
    remotes.data,
    created.data,
    votes.data,
    occasions.data,
    evidence.data,
  ])
  return {
    made,
    idHex: toIdHex(id),
    decoded,
    verification,
    status,
    governed,
    remotes,
    votes,
    steps,
    occasions,
    evidence,
    snapshot,
    core,
    createdAt: created.data,
    page: described?.page,
    refusal: described?.refusal,
  }
}

type Facts = Parameters<typeof describeFacts>[0]
type Network = Parameters<typeof describeFacts>[1]

/** The page; without the observations if the model refuses one of them, which must not hide what changes. */
function describe(
  facts: Facts,
  network: Network,
  core: Core,
  occasions: Occasions | undefined,
): { page: ProposalPage; refusal: string | undefined } {
  try {
    const { latest, worstHour } = occasions ?? {}
    const page = describeFacts(facts, network, {
      core,
      ...(latest && { latest }),
      ...(worstHour && { worstHour }),
    })
    return { page, refusal: undefined }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { page: describeFacts(facts, network, { core }), refusal: error.message }
  }
}

function useGovernedBeside(
  made: ResolvedProposal,
  state: ProposalState | undefined,
): Reading<Governed> {
  const isExecuted = state === 'executed'
  return useReading({
    // The second one is that of `useGoverned`, which every page shares.
    key: isExecuted ? ['governed', `${made.blockNumber}`] : ['governed'],
    isLive: !isExecuted,
    isEnabled: state !== undefined,
    read: ({ client, network }) =>
      readMarkets(
        client,
        network.addresses.riskParameters,
        network.startBlock,
        isExecuted ? made.blockNumber : undefined,
      ),
  })
}

/** Which evidence the markets take beside a proposal and after it, as of the block of what is in force. */
function useEvidence(
  { id }: ResolvedProposal,
  { changes }: DecodedProposal,
  governed: Governed | undefined,
): Reading<ProposedEvidence> {
  const touches = changes.some(({ change }) => ['reporters', 'source', 'market'].includes(change))
  const { markets = new Map(), blockNumber = 0n } = governed ?? {}
  return useReading({
    key: ['evidence', `${id}`, `${blockNumber}`],
    isEnabled: touches && governed !== undefined,
    read: ({ client, network: { addresses } }) =>
      readEvidence(client, changes, {
        riskParameters: addresses.riskParameters,
        markets,
        blockNumber,
      }),
  })
}

/** An observation comes every two minutes. */
const OCCASIONS_MS = 60_000

function useOccasions({ changes }: DecodedProposal): Reading<Occasions> {
  const markets = useMemo(
    () => [
      ...new Set(
        changes.flatMap((change) => (change.change === 'unknown' ? [] : listMarkets(change))),
      ),
    ],
    [changes],
  )
  return useReading({
    key: ['occasions', ...markets],
    freshMs: OCCASIONS_MS,
    isEnabled: markets.length > 0,
    read: ({ index }) => readOccasions(index, markets),
  })
}
