import { formatLog, type Hex, numberToHex, type PublicClient, type RpcLog } from 'viem'
import type { RawLog } from '../../observation/index.ts'
import { ChainReadError } from '../errors.ts'
import { toCanonicalLog } from './canonicalLog.ts'

/** Every log of one block, of all contracts. */
export type ReadBlockLogs = (block: { number: bigint; hash: Hex }) => Promise<RawLog[]>

/** JSON-RPC's "method not found" and "method not supported". */
const UNKNOWN_METHOD_CODES = new Set([-32_601, -32_004])

/**
 * Reads a block's logs from its receipts: another path through a node than its index of logs. A node without
 * `eth_getBlockReceipts` is asked for the logs of that one block.
 *
 * @param repeat - Makes a request, again where it fails for now; the client's own repeats without it.
 * @throws ChainReadError if the node does not have the block's receipts.
 */
export function createBlockLogsReader(
  client: PublicClient,
  repeat: <Answer>(request: () => Promise<Answer>) => Promise<Answer> = (request) => request(),
): ReadBlockLogs {
  return async ({ number, hash }) => {
    const request = { method: 'eth_getBlockReceipts', params: [numberToHex(number)] }
    let receipts: { logs: RpcLog[] }[] | null
    try {
      receipts = await repeat(() => client.request(request as never))
    } catch (cause) {
      if (isUnknownMethod(cause)) {
        const logs = await repeat(() => client.getLogs({ blockHash: hash }))
        return logs.map((log) => toCanonicalLog(log as never) as RawLog)
      }
      throw new ChainReadError(`the node does not give the receipts of block ${number}`, { cause })
    }
    if (receipts === null) {
      throw new ChainReadError(
        `the node has no receipts of block ${number}; give one with the whole history`,
      )
    }
    return receipts.flatMap(({ logs }) =>
      logs.map((log) => formatLog(toCanonicalLog(log)) as RawLog),
    )
  }
}

function isUnknownMethod(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (UNKNOWN_METHOD_CODES.has((at as { code?: number }).code ?? 0)) return true
  }
  return false
}
