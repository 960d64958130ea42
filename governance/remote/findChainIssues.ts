import type { Issue } from '../errors.ts'
import type { RemoteChain } from './remoteChange.ts'

/** What is wrong with the chain of a change; `chains`: those that a vote can reach, undefined: any. */
export function findChainIssues(
  { chainId }: { chainId: bigint },
  chains: readonly RemoteChain[] | undefined,
): Issue[] {
  if (chains === undefined || chains.some((chain) => chain.chainId === chainId)) return []
  const known = chains.map((chain) => `${chain.chainId} (${chain.name})`)
  const allowed =
    known.length === 0
      ? "no other chain: the network's file names none under remotes"
      : `one of ${known.join(', ')}, which the network's file names`
  return [{ path: 'chainId', got: `${chainId}`, allowed }]
}
