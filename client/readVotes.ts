import {
  type Address,
  type Hex,
  type Log,
  type PublicClient,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { getAbiItem } from 'viem/utils'
import { governorAbi } from '../abi/index.ts'
import type { Voter } from '../governance/index.ts'
import { IncompleteLogsError } from './errors.ts'
import { readLogs } from './logs/readLogs.ts'

const choices = ['against', 'for', 'abstain'] as const
const voteCast = toEventSelector(getAbiItem({ abi: governorAbi, name: 'VoteCast' }))

/** A vote as it was cast, replaced since or not. */
export interface CastVote extends Voter {
  /** False if a later vote of the same voter replaced it. */
  isCounted: boolean
  blockNumber: bigint
  blockHash: Hex
  /** In its block. */
  logIndex: number
  transactionHash: Hex
}

/**
 * Each voter's last vote, in the order of the chain.
 *
 * @throws IncompleteLogsError if they are not what the Governor has counted.
 */
export async function readVotes(
  client: PublicClient,
  governor: Address,
  fromBlock: bigint,
  proposalId: bigint,
): Promise<Voter[]> {
  return listVoters(await readCastVotes(client, governor, fromBlock, proposalId))
}

/** Each voter's last vote, in the order in which the voters came. */
export function listVoters(votes: readonly CastVote[]): Voter[] {
  const voters = new Map<Address, Voter>()
  for (const { address, choice, votes: weight, reason } of votes) {
    voters.set(address, {
      address,
      choice,
      votes: weight,
      ...(reason !== undefined && { reason }),
    })
  }
  return [...voters.values()]
}

/**
 * Every vote on a proposal, in the order of the chain.
 *
 * @throws IncompleteLogsError if those that count are not what the Governor has counted.
 */
export async function readCastVotes(
  client: PublicClient,
  governor: Address,
  fromBlock: bigint,
  proposalId: bigint,
): Promise<CastVote[]> {
  const blockNumber = await client.getBlockNumber()
  const filter = { addresses: [governor], topics: [voteCast] }
  const logs = await readLogs(client, filter, fromBlock, blockNumber)
  const votes = parseVotes(logs as Log<bigint, number, false>[], proposalId)
  const counted = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'proposalVotes',
    args: [proposalId],
    blockNumber,
  })
  choices.forEach((choice, index) => {
    const ofChoice = votes.filter((vote) => vote.isCounted && vote.choice === choice)
    const sum = ofChoice.reduce((total, vote) => total + vote.votes, 0n)
    if (sum === counted[index]) return
    const evidence = `the Governor has counted ${counted[index]} votes ${choice}, the logs show ${sum}`
    throw new IncompleteLogsError(fromBlock, blockNumber, evidence)
  })
  return votes
}

function parseVotes(logs: Log<bigint, number, false>[], proposalId: bigint): CastVote[] {
  const events = parseEventLogs({ abi: governorAbi, eventName: 'VoteCast', logs })
  const last = new Map<Address, CastVote>()
  return events.flatMap(({ args, blockNumber, blockHash, logIndex, transactionHash }) => {
    const choice = choices[args.support]
    if (args.proposalId !== proposalId || choice === undefined) return []
    const { voter: address, weight: votes, reason } = args
    const vote: CastVote = {
      address,
      choice,
      votes,
      ...(reason !== '' && { reason }),
      isCounted: true,
      blockNumber,
      blockHash,
      logIndex,
      transactionHash,
    }
    const before = last.get(address)
    if (before !== undefined) before.isCounted = false
    last.set(address, vote)
    return [vote]
  })
}
