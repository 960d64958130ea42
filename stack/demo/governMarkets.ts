import type { Hex, LocalAccount, PublicClient } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'
import { connect } from '../../client/connect.ts'
import { readVotes } from '../../client/readVotes.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotVote } from '../../client/snapshotVote.ts'
import { maxOf } from '../../observation/integerMath.ts'
import { createHubClient, type HubClient } from '../../snapshot/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, createChainClient } from '../local/chainClient.ts'
import { StackChainError } from '../local/errors.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import { createMarketDocuments, type MarketStack } from './createMarketDocument.ts'
import { VotesMissingError } from './errors.ts'
import { passUntil } from './passUntil.ts'
import { type ProposedMarket, proposeMarket } from './proposeMarket.ts'
import { relayHubVotes } from './relayHubVotes.ts'
import { requireMarkets } from './requireMarkets.ts'
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
 * Has the voters add the local market to a stack that was started without one, and the proven one if there is a contract for it. For
 * each a proposal on chain and on Snapshot, a vote on chain, a vote that is signed on Snapshot and brought by the operator, the
 * timelock; the proposals wait at the same time. Takes some 200 s of the chain's time, which are not waited for: the chain's clock
 * is set.
 *
 * @param onStep - Called when a step is done, with what was done.
 * @returns the local market, then the proven one.
 * @throws VotesMissingError, SnapshotVoteLostError, MarketMismatchError; CallRefusedError, ChainReadError; errors of
 *   `snapshot/` if the hub refuses something; StackChainError if the node does.
 */
export async function governMarkets(
  stack: GovernedStack,
  onStep: (step: string) => void = () => {},
): Promise<GovernedMarket[]> {
  const chain = createChainClient(stack.urls.rpc)
  const hub = openHub(stack)
  return askChain('adding the market by vote', async () => {
    const client = await connect(stack.urls.rpc, stack.chainId)
    const vote = { stack, client, chain, hub, onStep }
    return withSteadyTime(chain, async () => {
      const proposals: ProposedMarket[] = []
      for (const document of createMarketDocuments(stack)) {
        const proposed = await proposeMarket({ stack, document, client, hub, proposer: first })
        proposals.push(proposed)
        onStep(`voter 1 proposes "${proposed.title}", on chain and on Snapshot`)
      }
      await collectVotes(vote, proposals)
      const executed = await carryOut(vote, proposals)
      const outcomes = proposals.map(async (proposed, at) => {
        const outcome = await readOutcome(vote, proposed)
        return Object.assign(outcome, { executedBlockNumber: executed[at] as bigint })
      })
      return Promise.all(outcomes)
    })
  })
}

function openHub({ urls: { hub: hubUrl, sequencer: sequencerUrl } }: GovernedStack): HubClient {
  if (hubUrl === undefined || sequencerUrl === undefined) {
    throw new StackChainError('the stack has no Snapshot service; start it again')
  }
  return createHubClient({ hubUrl, sequencerUrl, ipfsUrl: new URL(hubUrl).origin })
}

async function collectVotes(vote: Vote, proposals: readonly ProposedMarket[]) {
  const { stack, client, chain, hub, onStep } = vote
  const { governor } = stack.addresses.governance
  const them = nameAll(proposals)
  const voteStartAt = await readLastTime(vote, proposals, 'proposalSnapshot')
  await passUntil(chain, voteStartAt + 1n)
  for (const { address } of localAccounts.voters) await requireVotes(vote, address, voteStartAt)
  const reason = 'The bounds limit both directions, and the fallback is cautious.'
  for (const { proposalId } of proposals) {
    await sendAs(vote, first, 'castVoteWithReason', [proposalId, FOR, reason])
  }
  onStep(`voter 1 votes for ${them} on chain`)
  for (const { snapshotProposalId } of proposals) {
    await hub.post(await signSnapshotVote(client, governor, second, snapshotProposalId, FOR))
  }
  onStep(`voter 2 signs for ${them} on Snapshot`)
  for (const { proposalId, snapshotProposalId } of proposals) {
    const votes = { proposalId, snapshotProposalId, voters: [second], payer: operator }
    await relayHubVotes({ stack, client, hub, ...votes })
  }
  onStep('the operator brings what was signed on chain')
}

/** @returns the block in which each was executed. */
async function carryOut(vote: Vote, proposals: readonly ProposedMarket[]): Promise<bigint[]> {
  const { stack, client, chain, onStep } = vote
  const them = nameAll(proposals)
  await passUntil(chain, (await readLastTime(vote, proposals, 'proposalDeadline')) + 1n)
  for (const { args } of proposals) await sendAs(vote, operator, 'queue', args)
  onStep(`the vote is over, and the timelock holds ${them} back`)
  await passUntil(chain, await readLastTime(vote, proposals, 'proposalEta'))
  const executed: bigint[] = []
  for (const { args } of proposals) {
    const hash = await sendAs(vote, operator, 'execute', args)
    executed.push((await client.getTransactionReceipt({ hash })).blockNumber)
  }
  await requireMarkets(client, stack)
  onStep(`the timelock executes ${them}, and the voted markets are there`)
  return executed
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

function nameAll(proposals: readonly ProposedMarket[]): string {
  return proposals.length === 1 ? 'it' : 'both'
}

/** Of the one that comes last. */
async function readLastTime(vote: Vote, proposals: readonly ProposedMarket[], name: TimeName) {
  const times = proposals.map(({ proposalId }) => readTime(vote, proposalId, name))
  return (await Promise.all(times)).reduce(maxOf)
}

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
