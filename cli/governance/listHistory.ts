import { type Address, type Hex, type Log, type PublicClient, parseEventLogs } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import type { RawLog } from '../../observation/index.ts'
import { type DescribedEvent, describeEvents } from './describeEvents.ts'

/** Something that happened to a market. */
export interface HistoryEntry extends DescribedEvent {
  /** Unix seconds. */
  at: bigint
  /** The proposal whose execution it is part of. */
  proposalId?: bigint
}

interface HistoryOptions {
  client: PublicClient
  governor: Address
  fromBlock: bigint
  toBlock: bigint
  /** Of RiskParameters, in the order of the chain. */
  logs: readonly RawLog[]
  marketId: Hex
}

/** All events of a market, in the order of the chain. */
export async function listHistory(options: HistoryOptions): Promise<HistoryEntry[]> {
  const { client, logs, marketId } = options
  const events = describeEvents(logs, marketId)
  const [times, executions] = await Promise.all([
    readTimes(client, events),
    readExecutions(options),
  ])
  return events.map((event): HistoryEntry => {
    const proposalId = executions.get(event.transactionHash)
    return {
      ...event,
      at: times.get(event.blockNumber) ?? 0n,
      ...(proposalId !== undefined && { proposalId }),
    }
  })
}

async function readTimes(
  client: PublicClient,
  events: readonly DescribedEvent[],
): Promise<Map<bigint, bigint>> {
  const numbers = [...new Set(events.map(({ blockNumber }) => blockNumber))]
  const entries = numbers.map(async (blockNumber) => {
    const { timestamp } = await client.getBlock({ blockNumber })
    return [blockNumber, timestamp] as const
  })
  return new Map(await Promise.all(entries))
}

/** The proposal that each transaction executed. */
async function readExecutions({
  client,
  governor: address,
  fromBlock,
  toBlock,
}: HistoryOptions): Promise<Map<Hex, bigint>> {
  const logs = await readContractLogs(client, { address, fromBlock, toBlock })
  const executed = parseEventLogs({
    abi: governorAbi,
    eventName: 'ProposalExecuted',
    logs: logs as Log<bigint, number, false>[],
  })
  return new Map(executed.map(({ transactionHash, args }) => [transactionHash, args.proposalId]))
}
