import { type Address, type Hex, type Log, type PublicClient, parseEventLogs } from 'viem'
import { governorAbi, riskParametersEvents } from '../../abi/index.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import type { Parameters } from '../../core/index.ts'
import {
  describeMoves,
  diffConfigs,
  diffVectors,
  type FieldMove,
  fromAbiConfig,
  type MarketConfig,
  toBigints,
} from '../../governance/index.ts'
import type { RawLog } from '../../observation/index.ts'

/** Something that happened to a market. */
export interface HistoryEntry {
  blockNumber: bigint
  /** Unix seconds. */
  at: bigint
  transactionHash: Hex
  /** The contract's name for it. */
  event: string
  /** What happened, in words. */
  text: string
  /** What it changed; nothing for a market that was added. */
  changes: readonly FieldMove[]
  /** The proposal whose execution it is part of. */
  proposalId?: bigint
}

interface MarketEvent {
  eventName: string
  args: Record<string, unknown>
  blockNumber: bigint
  transactionHash: Hex
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
  const events = parseEventLogs({ abi: riskParametersEvents, logs: logs as never })
  const own = (events as unknown as MarketEvent[]).filter(({ args }) => args.marketId === marketId)
  const [times, executions] = await Promise.all([readTimes(client, own), readExecutions(options)])
  let config: MarketConfig | undefined
  return own.map(({ eventName: event, args, blockNumber, transactionHash }): HistoryEntry => {
    const before = config
    config = applyEvent(before, event, args)
    const [from, to] = readVectors(args)
    const changes =
      from !== undefined && to !== undefined
        ? diffVectors(from, to)
        : before !== undefined && config !== undefined
          ? diffConfigs(before, config).map(({ label, from: old, to: now }) => ({
              label,
              from: toWords(old?.text),
              to: toWords(now.text),
            }))
          : []
    const proposalId = executions.get(transactionHash)
    return {
      blockNumber,
      at: times.get(blockNumber) ?? 0n,
      transactionHash,
      event,
      text: describe(event, args, from, to),
      changes,
      ...(proposalId !== undefined && { proposalId }),
    }
  })
}

async function readTimes(
  client: PublicClient,
  events: readonly MarketEvent[],
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

/** The configuration after an event; undefined before the market was added. */
function applyEvent(
  config: MarketConfig | undefined,
  event: string,
  args: Record<string, unknown>,
): MarketConfig | undefined {
  if (event === 'MarketAdded') return fromAbiConfig(args.config as MarketConfig)
  if (config === undefined) return undefined
  const set = (name: string): never => toBigints(args[name]) as never
  switch (event) {
    case 'PolicySet':
      return { ...config, policy: set('newPolicy') }
    case 'BoundsSet':
      return { ...config, bounds: set('newBounds') }
    case 'FallbackSet':
      return { ...config, fallbackVector: set('newVector') }
    case 'ReportersSet':
      return { ...config, reporters: set('newReporters'), threshold: set('newThreshold') }
    case 'FreshnessSet':
      return { ...config, freshness: set('newFreshness') }
    case 'SourceSet':
      return { ...config, source: set('newSource') }
    default:
      return config
  }
}

function readVectors({
  oldValues,
  newValues,
}: Record<string, unknown>): [Parameters?, Parameters?] {
  if (oldValues === undefined || newValues === undefined) return []
  return [toBigints(oldValues) as Parameters, toBigints(newValues) as Parameters]
}

// A history is read by people: without what the contract counts in.
const toWords = (text: string | undefined): string => (text ?? 'none').replace(/ \[[^\]]*\]$/, '')

function describe(
  event: string,
  { epoch, account }: Record<string, unknown>,
  from: Parameters | undefined,
  to: Parameters | undefined,
): string {
  const words = event.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()
  const way = from === undefined || to === undefined ? '' : `, ${describeMoves(from, to)}`
  if (epoch !== undefined) return `value ${words} by epoch ${epoch}${way}`
  return `${words}${way}${account === undefined ? '' : ` by ${account}`}`
}
