import { findChainFacts } from '../../client/chains/chainFacts.ts'
import { formatDuration } from '../../client/formatDuration.ts'

/** No chain of docs/networks.md is without a block for so long, seconds. */
const MAX_AGE_SEC = 600n

/**
 * What is to be said of a node whose latest block is old; undefined if it is not, or the chain may have a time of its own,
 * as a replay has.
 *
 * @param timestamp - Of the latest block, Unix seconds.
 * @param nowMs - Unix milliseconds.
 */
export function describeLag(
  timestamp: bigint,
  nowMs: number,
  { chainId }: { chainId: number },
): string | undefined {
  const chain = findChainFacts(chainId)
  const ageSec = BigInt(Math.floor(nowMs / 1_000)) - timestamp
  if (chain === undefined || ageSec <= MAX_AGE_SEC) return undefined
  return `Its latest block is ${formatDuration(ageSec)} old; ${chain.name} brings one every ${formatSeconds(chain.blockTimeMs)}. What you see is of that time.`
}

function formatSeconds(ms: number): string {
  return ms % 1_000 === 0 && ms > 1_000 ? `${ms / 1_000} seconds` : `${ms / 1_000} s`
}
