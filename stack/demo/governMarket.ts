import type { Hex, LocalAccount, PublicClient } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'
import { connect } from '../../client/connect.ts'
import { readVotes } from '../../client/readVotes.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotVote } from '../../client/snapshotVote.ts'
import { createHubClient, type HubClient } from '../../snapshot/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, createChainClient } from '../local/chainClient.ts'
import { StackChainError } from '../local/errors.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import type { MarketStack } from './createMarketDocument.ts'
import { VotesMissingError } from './errors.ts'
import { passUntil } from './passUntil.ts'
import { type ProposedMarket, proposeMarket } from './proposeMarket.ts'
import { relayHubVotes } from './relayHubVotes.ts'
import { requireMarket } from './requireMarket.ts'
import { withSteadyTime } from './withSteadyTime.ts'

const FOR = 1

const {
  voters: [first, second],
  operator,
} = localAccounts

/** A market that voters have added. Votes have 18 decimals. */
export interface GovernedMarket {
  title: string
  proposalId: bigint
  snapshotProposalId: Hex
  /** All that count, however they came. */
  forVotes: bigint
  chainVotes: bigint
  snapshotVotes: bigint
  executedBlockNumber: bigint
}

type GovernedStack = MarketStack & Pick<Stack, 'urls' | 'chainId'>

/** What every step needs. */
interface Vote {
  stack: GovernedStack
  client: PublicClient
  chain: ChainClient
  hub: HubClient
  onStep: (step: string) => void
}

/**
 * Has the voters add the local market to a stack that was started without one: a proposal on chain and on Snapshot, a
 * vote on chain, a vote that is signed on Snapshot and brought by the operator, the timelock. Takes some 200 s of the
 * chain's time, which are not waited for: the chain's clock is set.
 *
 * @param onStep - Called when a step is done, with what was done.
 * @throws VotesMissingError, SnapshotVoteLostError, MarketMismatchError; CallRefusedError, ChainReadError; errors of
 *   `snapshot/` if the hub refuses something; StackChainError if the node does.
 */
export async function governMarket(
  stack: GovernedStack,
  onStep: (step: string) => void = () => {},
): Promise<GovernedMarket> {
  const chain = createChainClient(stack.urls.rpc)
  const hub = openHub(stack)
  return askChain('adding the market by vote', async () => {
    const client = await connect(stack.urls.rpc, stack.chainId)
    const vote = { stack, client, chain, hub, onStep }
    return withSteadyTime(chain, async () => {
      const proposed = await proposeMarket({ stack, client, hub, proposer: first })
      onStep(`voter 1 proposes "${proposed.title}", on chain and on Snapshot`)
      await collectVotes(vote, proposed)
      const executedBlockNumber = await carryOut(vote, proposed)
      return { ...(await readOutcome(vote, proposed)), executedBlockNumber }
    })
  })
}

function openHub({ urls: { hub: hubUrl, sequencer: sequencerUrl } }: GovernedStack): HubClient {
  if (hubUrl === undefined || sequencerUrl === undefined) {
    throw new StackChainError('the stack has no Snapshot service; start it again')
  }
  return createHubClient({ hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin })
}

async function collectVotes(vote: Vote, { proposalId, snapshotProposalId }: ProposedMarket) {
  const { stack, client, chain, hub, onStep } = vote
  const { governor } = stack.addresses.governance
  const voteStartAt = await readTime(vote, proposalId, 'proposalSnapshot')
  await passUntil(chain, voteStartAt + 1n)
  for (const { address } of localAccounts.voters) await requireVotes(vote, address, voteStartAt)
  const reason = 'The bounds limit both directions, and the fallback is cautious.'
  await sendAs(vote, first, 'castVoteWithReason', [proposalId, FOR, reason])
  onStep('voter 1 votes for it on chain')
  await hub.post(await signSnapshotVote(client, governor, second, snapshotProposalId, FOR))
  onStep('voter 2 signs a vote for it on Snapshot')
  const votes = { proposalId, snapshotProposalId, voters: [second], payer: operator }
  await relayHubVotes({ stack, client, hub, ...votes })
  onStep('the operator brings the signed vote on chain')
}

/** @returns the block in which it was executed. */
async function carryOut(vote: Vote, { proposalId, args }: ProposedMarket): Promise<bigint> {
  const { stack, client, chain, onStep } = vote
  await passUntil(chain, (await readTime(vote, proposalId, 'proposalDeadline')) + 1n)
  await sendAs(vote, operator, 'queue', args)
  onStep('the vote is over, and the proposal waits in the timelock')
  await passUntil(chain, await readTime(vote, proposalId, 'proposalEta'))
  const hash = await sendAs(vote, operator, 'execute', args)
  await requireMarket(client, stack)
  onStep('the timelock executes it: the market is there')
  return (await client.getTransactionReceipt({ hash })).blockNumber
}

async function readOutcome(
  { stack, client }: Vote,
  { title, proposalId, snapshotProposalId }: ProposedMarket,
) {
  const { governor, startBlock } = stack.addresses.governance
  const at = { address: governor, abi: governorAbi, args: [proposalId] } as const
  const [[, forVotes], [, snapshotVotes], cast] = await Promise.all([
    client.readContract({ ...at, functionName: 'proposalVotes' }),
    client.readContract({ ...at, functionName: 'snapshotTally' }),
    readVotes(client, governor, BigInt(startBlock), proposalId),
  ])
  const chainVotes = cast.find(({ address }) => address === first.address)?.votes ?? 0n
  return { title, proposalId, snapshotProposalId, forVotes, chainVotes, snapshotVotes }
}

type TimeName = 'proposalSnapshot' | 'proposalDeadline' | 'proposalEta'

function readTime({ stack, client }: Vote, proposalId: bigint, functionName: TimeName) {
  const { governor: address } = stack.addresses.governance
  return client.readContract({ address, abi: governorAbi, functionName, args: [proposalId] })
}

function sendAs(
  { stack, client }: Vote,
  account: LocalAccount,
  functionName: string,
  args: readonly unknown[],
): Promise<Hex> {
  const { governor: address } = stack.addresses.governance
  const call = { address, abi: governorAbi, functionName, args }
  return sendCall(client, stack.urls.rpc, account, call)
}

async function requireVotes(
  { stack, client }: Vote,
  voter: Hex,
  voteStartAt: bigint,
): Promise<void> {
  const { token: address } = stack.addresses.governance
  const call = { address, abi: tokenAbi, functionName: 'getPastVotes' } as const
  const votes = await client.readContract({ ...call, args: [voter, voteStartAt] })
  if (votes === 0n) throw new VotesMissingError(voter, voteStartAt)
}
