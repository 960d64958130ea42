import { type Hex, type PublicClient, parseEventLogs } from 'viem'
import { riskParametersEvents } from '../../abi/index.ts'
import { type ParameterField, parameterFields } from '../../core/index.ts'
import { formatParameter } from '../../governance/index.ts'
import type { RawLog } from '../../observation/index.ts'

/** Something that happened to a market. */
export interface HistoryEntry {
  blockNumber: bigint
  /** Unix seconds. */
  at: bigint
  transactionHash: Hex
  /** The contract's name for it. */
  event: string
  /** What it changed. */
  text: string
}

/** Everything that the contract tells of a market, in the order of the chain. */
export async function listHistory(
  client: PublicClient,
  logs: readonly RawLog[],
  marketId: Hex,
): Promise<HistoryEntry[]> {
  const events = parseEventLogs({ abi: riskParametersEvents, logs: logs as never }) as unknown as {
    eventName: string
    args: Record<string, unknown>
    blockNumber: bigint
    transactionHash: Hex
  }[]
  const own = events.filter(({ args }) => args.marketId === marketId)
  return Promise.all(
    own.map(async ({ eventName: event, args, blockNumber, transactionHash }) => {
      const { timestamp: at } = await client.getBlock({ blockNumber })
      return { blockNumber, at, transactionHash, event, text: describe(args) }
    }),
  )
}

function describe(args: Record<string, unknown>): string {
  const { oldValues, newValues, epoch } = args
  const moved =
    isVector(oldValues) && isVector(newValues)
      ? parameterFields
          .filter((field) => oldValues[field] !== newValues[field])
          .map((field) => {
            const [from, to] = [oldValues[field], newValues[field]]
            return `${field} ${formatParameter(field, BigInt(from))} -> ${formatParameter(field, BigInt(to))}`
          })
      : []
  return [...(epoch === undefined ? [] : [`epoch ${epoch}`]), ...moved].join(', ')
}

function isVector(value: unknown): value is Record<ParameterField, number | bigint> {
  return typeof value === 'object' && value !== null && parameterFields.every((of) => of in value)
}
