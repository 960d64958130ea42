import type { Address, Hex, Log } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { type Parameters, unpackUpdate } from '../../core/index.ts'
import { toBigints } from '../../governance/index.ts'
import type { ChainClient } from '../local/chainClient.ts'

/** Where a log is in the chain, and when its block was. */
export type LogPlace = Pick<Log<bigint, number, false>, 'blockNumber' | 'logIndex'> & {
  /** Unix seconds. */
  blockAt: bigint
}

/**
 * In force just before an event of a vault: those of the block before at this block's time, which decides whether a value is
 * stale; those of the report that was taken before it in its block, if one was. A vote or a halt in between, whose effect no
 * event contains, counts as of the end of the block.
 */
export async function readParametersAt(
  client: ChainClient,
  { riskParameters, marketId }: { riskParameters: Address; marketId: Hex },
  { blockNumber, logIndex, blockAt }: LogPlace,
): Promise<Parameters> {
  const events = await client.getContractEvents({
    address: riskParameters,
    abi: riskParametersEvents,
    strict: true,
    fromBlock: blockNumber,
    toBlock: blockNumber,
  })
  const last = events.findLast(({ args, logIndex: index }) => {
    return index < logIndex && 'marketId' in args && args.marketId === marketId
  })
  if (last?.eventName === 'Updated') return unpackUpdate(last.args.words).newValues
  const at = last === undefined ? blockNumber - 1n : blockNumber
  const [values] = await client.readContract({
    address: riskParameters,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [marketId],
    blockNumber: at,
    blockOverrides: { time: blockAt },
  })
  return toBigints(values) as Parameters
}
