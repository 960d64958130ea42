import { type Address, pad, zeroAddress } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { deployArtifact, send } from '../local/chainClient.ts'
import type { BridgedChain, Messengers } from './deployMessengers.ts'
import { readHyperlaneArtifact } from './readFactory.ts'

/** A chain between which and another tokens are to move. */
export interface WarpEnd {
  chain: BridgedChain
  messengers: Pick<Messengers, 'hyperlane'>
  /** Owns the routers in the end. */
  timelock: Address
}

const COLLATERAL = 'token/HypERC20Collateral'
/** Both ends' tokens have the same decimals. */
const SCALE = 1n

/**
 * Hyperlane's own token routers for one token, one at each end: what one locks the other pays out of what it holds. They
 * belong to their chain's timelock.
 *
 * @param tokens - The token at each end.
 */
export async function deployWarpRoutes(
  ends: readonly [WarpEnd, WarpEnd],
  tokens: readonly [Address, Address],
): Promise<[Address, Address]> {
  const { deployer } = localAccounts
  const artifact = readHyperlaneArtifact(COLLATERAL)
  const deploy = ({ chain, messengers }: WarpEnd, token: Address) =>
    deployArtifact(chain.client, deployer, 'HypERC20Collateral', artifact, [
      token,
      SCALE,
      messengers.hyperlane.mailbox,
    ])
  const routers: [Address, Address] = [
    await deploy(ends[0], tokens[0]),
    await deploy(ends[1], tokens[1]),
  ]
  const connect = async (own: 0 | 1, other: 0 | 1) => {
    const { chain, timelock } = ends[own]
    const call = { address: routers[own], abi: artifact.abi }
    const { client } = chain
    // The mailbox's own hook and module.
    const args = [zeroAddress, zeroAddress, deployer.address]
    await send(client, deployer, { ...call, functionName: 'initialize', args })
    const peer = [ends[other].chain.chainId, pad(routers[other], { size: 32 })]
    await send(client, deployer, { ...call, functionName: 'enrollRemoteRouter', args: peer })
    await send(client, deployer, { ...call, functionName: 'transferOwnership', args: [timelock] })
  }
  await connect(0, 1)
  await connect(1, 0)
  return routers
}
