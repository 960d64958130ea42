import {
  computeHeaderSegments,
  decodePoolLogs,
  type Header,
  MarketAccumulator,
  type RawLog,
} from 'gimbal/observation'
import { evidenceKinds, measure, type ProvenSettings } from 'gimbal/observation/proven'
import {
  createChainReader,
  hasDifferences,
  listUpdates,
  recheckUpdates,
  type Verification,
} from 'gimbal/verify'
import { type Address, type Block, zeroAddress } from 'viem'

/** A block of viem is a header. */
export const segmentsOf = (blocks: readonly Block<bigint, false, 'latest' | 'safe'>[]) =>
  computeHeaderSegments(blocks as readonly Header[], 0n).map(({ endAt }) => endAt satisfies bigint)

export const eventsOf = (pool: Address, logs: readonly RawLog[], headers: readonly Header[]) =>
  decodePoolLogs(logs, headers, pool).length
export const tools = [MarketAccumulator, measure, evidenceKinds]
export type Settings = ProvenSettings

export async function isRight(rpcUrl: string): Promise<boolean> {
  const { verdicts }: Verification = await recheckUpdates({
    client: createChainReader(rpcUrl),
    network: { riskParameters: zeroAddress, startBlock: 0n, pools: [] },
    choose: (record) => listUpdates(record),
  })
  return !verdicts.some(hasDifferences)
}
