import { type Address, encodeFunctionData, type PublicClient, parseAbi, size } from 'viem'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import { DeployChainError } from './errors.ts'

/** In the order of the contract's enum: whether blocks are counted by the opcode NUMBER, or by Arbitrum's ArbSys. */
export const blockSources = ['Plain', 'ArbSys'] as const

/** How a chain counts its blocks. */
export type BlockSource = (typeof blockSources)[number]

/** Arbitrum's contract for what the chain itself is at. Source: docs.arbitrum.io, "ArbSys". */
const ARB_SYS: Address = '0x0000000000000000000000000000000000000064'
const arbSysAbi = parseAbi(['function arbBlockNumber() view returns (uint256)'])

/**
 * The block source that RiskParameters needs on a chain: ArbSys where its contract answers, as on Arbitrum One, Nova and
 * Sepolia and on the chains that are made from them. The constructor asks the same, and refuses another one.
 *
 * @throws DeployChainError if the node does not answer.
 */
export async function findBlockSource(client: PublicClient): Promise<BlockSource> {
  const data = encodeFunctionData({ abi: arbSysAbi, functionName: 'arbBlockNumber' })
  const answer = await client.call({ to: ARB_SYS, data }).catch((cause) => {
    // A chain that reverts the call has answered; a node that fails says nothing of the chain.
    const failure = explainNodeFailure(cause)
    if (failure === undefined) return { data: undefined }
    throw new DeployChainError(`the node ${failure.what}; ${failure.advice}`, { cause })
  })
  return answer.data !== undefined && size(answer.data) === 32 ? 'ArbSys' : 'Plain'
}

/** The same in words, for the plan. */
export function describeBlockSource(source: BlockSource): string {
  return source === 'Plain'
    ? 'counted by the chain itself (block.number)'
    : "counted by Arbitrum's ArbSys; block.number is the parent chain's there"
}
