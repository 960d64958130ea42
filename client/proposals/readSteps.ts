import { type Hex, type Log, parseEventLogs, toEventSelector } from 'viem'
import { getAbiItem } from 'viem/utils'
import { governorAbi } from '../../abi/index.ts'
import { readLogs } from '../logs/readLogs.ts'
import type { Reader } from '../reader.ts'
import type { MadeProposal } from '../readProposals.ts'

/** Something that happened to a proposal after it was made, other than a vote. */
export interface ProposalStep {
  step: 'extended' | 'queued' | 'executed' | 'canceled'
  /** Time of its block, Unix seconds. */
  at: bigint
  /** Of an extension: the deadline from then on. Of a queued one: when the timelock lets it through. */
  until: bigint | undefined
  transactionHash: Hex
}

/** How the Governor extends a vote whose outcome turns late, and what was done to a proposal. */
export interface ProposalSteps {
  /** A turn of the outcome closer to the deadline than this moves it to this long after the turn; seconds. */
  extensionSec: bigint
  /** In the order of the chain. */
  steps: readonly ProposalStep[]
}

const names = {
  ProposalExtended: 'extended',
  ProposalQueued: 'queued',
  ProposalExecuted: 'executed',
  ProposalCanceled: 'canceled',
} as const
const topics = (Object.keys(names) as (keyof typeof names)[]).map((name) =>
  toEventSelector(getAbiItem({ abi: governorAbi, name })),
)

/**
 * Reads what was done to a proposal since it was made.
 *
 * @throws IncompleteLogsError if an answer was cut off; ChainReadError if the node gives no logs.
 */
export async function readSteps(
  { client, network }: Reader,
  { id, blockNumber: fromBlock }: Pick<MadeProposal, 'id' | 'blockNumber'>,
): Promise<ProposalSteps> {
  const { governor } = network.addresses
  const [extensionSec, toBlock] = await Promise.all([
    client.readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'lateQuorumVoteExtension',
    }),
    client.getBlockNumber(),
  ])
  const logs = await readLogs(client, { addresses: [governor], topics }, fromBlock, toBlock)
  const events = parseEventLogs({
    abi: governorAbi,
    eventName: Object.keys(names) as (keyof typeof names)[],
    logs: logs as readonly unknown[] as Log<bigint, number, false>[],
  }).filter(({ args }) => args.proposalId === id)
  const steps = events.map(async ({ eventName, args, blockHash, transactionHash }) => {
    const { timestamp: at } = await client.getBlock({ blockHash })
    const until =
      'extendedDeadline' in args
        ? args.extendedDeadline
        : 'etaSeconds' in args
          ? args.etaSeconds
          : undefined
    return { step: names[eventName], at, until, transactionHash }
  })
  return { extensionSec: BigInt(extensionSec), steps: await Promise.all(steps) }
}
