import { type Address, encodeFunctionData, type Hex } from 'viem'
import { governanceSenderAbi, remoteParametersAbi } from '../../abi/index.ts'
import type { RemoteChange } from '../document.ts'
import { ProposalError } from '../errors.ts'
import { findChainIssues } from './findChainIssues.ts'
import { type RemoteContracts, toRemoteConfig } from './remoteChange.ts'

/**
 * The call at home that records a change for another chain: one call there, of its RemoteParameters.
 *
 * @param index - Of the change, for messages.
 * @throws ProposalError for a chain that no vote reaches.
 */
export function encodeRemote(
  change: RemoteChange,
  remote: RemoteContracts | undefined,
  index: number,
): { target: Address; calldata: Hex } {
  const chain = remote?.chains.find(({ chainId }) => chainId === change.chainId)
  if (remote === undefined || chain === undefined) {
    const issues = findChainIssues(change, remote?.chains ?? [])
    throw new ProposalError(
      issues.map((issue) => ({ ...issue, path: `changes.${index}.${issue.path}` })),
    )
  }
  const calldata = encodeFunctionData({
    abi: governanceSenderAbi,
    functionName: 'record',
    args: [change.chainId, [chain.remoteParameters], [encodeCall(change)]],
  })
  return { target: remote.governanceSender, calldata }
}

/** The call of RemoteParameters. */
function encodeCall(change: RemoteChange): Hex {
  const abi = remoteParametersAbi
  if (change.change === 'remote-resume') {
    return encodeFunctionData({ abi, functionName: 'resume', args: [change.market] })
  }
  const args = [change.market, toRemoteConfig(change)]
  // viem would have small integers as numbers; it encodes bigints the same.
  return encodeFunctionData({ abi, functionName: 'setMarket', args } as never)
}
