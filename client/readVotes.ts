import { type Address, type Log, type PublicClient, parseEventLogs, toEventSelector } from 'viem'
import { getAbiItem } from 'viem/utils'
import { governorAbi } from '../abi/index.ts'
import type { Voter } from '../governance/index.ts'
import { supports } from './createVoteCall.ts'
import { IncompleteLogsError } from './errors.ts'
import { readLogs } from './logs/readLogs.ts'

const voteCast = toEventSelector(getAbiItem({ abi: governorAbi, name: 'VoteCast' }))

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
  const blockNumber = await client.getBlockNumber()
  const filter = { addresses: [governor], topics: [voteCast] }
  const logs = await readLogs(client, filter, fromBlock, blockNumber)
  const events = parseEventLogs({
    abi: governorAbi,
    eventName: 'VoteCast',
    logs: logs as Log<bigint, number, false>[],
  })
  const voters = new Map<Address, Voter>()
  for (const { args } of events) {
    const choice = supports[args.support]
    if (args.proposalId !== proposalId || choice === undefined) continue
    const { voter: address, weight: votes, reason } = args
    voters.set(address, { address, choice, votes, ...(reason !== '' && { reason }) })
  }
  const counted = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'proposalVotes',
    args: [proposalId],
    blockNumber,
  })
  const told = [...voters.values()]
  supports.forEach((choice, index) => {
    const ofChoice = told.filter((voter) => voter.choice === choice)
    const votes = ofChoice.reduce((sum, voter) => sum + voter.votes, 0n)
    if (votes === counted[index]) return
    const evidence = `the Governor has counted ${counted[index]} votes ${choice}, the logs show ${votes}`
    throw new IncompleteLogsError(fromBlock, blockNumber, evidence)
  })
  return told
}
