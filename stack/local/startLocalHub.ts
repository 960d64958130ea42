import { type Address, formatEther } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'
import { createSpaceSettings } from '../../snapshot/index.ts'
import { type LocalHub, startHub } from '../hub/startHub.ts'
import type { ChainClient } from './chainClient.ts'

/**
 * Starts a Snapshot of the stack's own: one space, the Governor's, with its delay and period; votes weigh what the token
 * says at their block, and time is the chain's.
 */
export async function startLocalHub(
  client: ChainClient,
  { governor, token }: { governor: Address; token: Address },
): Promise<LocalHub> {
  const at = { address: governor, abi: governorAbi } as const
  const [chainId, space, delaySec, periodSec, threshold] = await Promise.all([
    client.getChainId(),
    client.readContract({ ...at, functionName: 'snapshotSpace' }),
    client.readContract({ ...at, functionName: 'votingDelay' }),
    client.readContract({ ...at, functionName: 'votingPeriod' }),
    client.readContract({ ...at, functionName: 'proposalThreshold' }),
  ])
  const settings = createSpaceSettings({
    name: 'Gimbal',
    chainId,
    token,
    symbol: 'GMBL',
    admins: [],
    votingDelaySec: Number(delaySec),
    votingPeriodSec: Number(periodSec),
    minScore: Number(formatEther(threshold)),
  })
  return startHub({
    spaces: { [space]: settings },
    getVotingPower: (account, _space, snapshot) =>
      client.readContract({
        address: token,
        abi: tokenAbi,
        functionName: 'getVotes',
        args: [account],
        ...(snapshot === 'latest' ? {} : { blockNumber: BigInt(snapshot) }),
      }),
    getBlockNumber: async () => Number(await client.getBlockNumber({ cacheTime: 0 })),
    now: async () => Number((await client.getBlock({ blockTag: 'pending' })).timestamp),
    verifyContractSignature: (signer, digest, signature) =>
      client.readContract({
        ...at,
        functionName: 'isValidContractSignature',
        args: [signer, digest, signature],
      }),
  })
}
