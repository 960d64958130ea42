import { type Address, type Hex, type Log, type PublicClient, parseEventLogs } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import type { RawLog } from '../../observation/index.ts'
import { type DescribedEvent, describeEvents } from './describeEvents.ts'
import { type EvidenceOutline, formatFactId } from './readEvidence.ts'

/** Something that happened to a market. */
export interface HistoryEntry extends DescribedEvent {
  /** Unix seconds. */
  at: bigint
  /** The proposal whose execution it is part of. */
  proposalId?: bigint
  /** What the index says of its evidence: of an update that the index has. */
  evidence?: EvidenceOutline
}

interface HistoryOptions {
  client: PublicClient
  governor: Address
  fromBlock: bigint
  toBlock: bigint
  /** Of RiskParameters, in the order of the chain. */
  logs: readonly RawLog[]
  marketId: Hex
  /** What the index says of updates, by their ids; undefined: nothing. */
  outlines: ReadonlyMap<Hex, EvidenceOutline> | undefined
}

/** All events of a market, in the order of the chain. */
export async function listHistory(options: HistoryOptions): Promise<HistoryEntry[]> {
  const { client, logs, marketId, outlines } = options
  const events = describeEvents(logs, marketId)
  const [times, executions] = await Promise.all([
    readTimes(client, events),
    readExecutions(options),
  ])
  return events.map((event): HistoryEntry => {
    const proposalId = executions.get(event.transactionHash)
    const evidence = outlines?.get(formatFactId(event.blockNumber, event.logIndex))
    return {
      ...event,
      at: times.get(event.blockNumber) ?? 0n,
      ...(proposalId !== undefined && { proposalId }),
      ...(evidence !== undefined && { evidence }),
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
