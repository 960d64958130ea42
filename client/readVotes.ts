import type { Address, PublicClient } from 'viem'
import { governorAbi } from '../abi/index.ts'
import type { Voter } from '../governance/index.ts'

const choices = ['against', 'for', 'abstain'] as const

/** Who voted how, each voter's last vote, in the order of the chain. */
export async function readVotes(
  client: PublicClient,
  governor: Address,
  fromBlock: bigint,
  proposalId: bigint,
): Promise<Voter[]> {
  const logs = await client.getContractEvents({
    address: governor,
    abi: governorAbi,
    eventName: 'VoteCast',
    fromBlock,
    toBlock: 'latest',
    strict: true,
  })
  const voters = new Map<Address, Voter>()
  for (const { args } of logs) {
    const choice = choices[args.support]
    if (args.proposalId !== proposalId || choice === undefined) continue
    const { voter: address, weight: votes, reason } = args
    voters.set(address, { address, choice, votes, ...(reason !== '' && { reason }) })
  }
  return [...voters.values()]
}
