import { type Address, isAddressEqual, type PublicClient } from 'viem'
import { governanceReceiverAbi, messengerAbi, remoteParametersAbi } from '../../abi/index.ts'
import type { StartCheck } from '../../bot/checkStart.ts'
import { connect } from '../../client/connect.ts'
import type { NetworkMessenger } from '../../client/network/network.ts'
import { createQueryClient, fetchPinnedBlock } from '../../query/index.ts'
import { attempt, gather, mend, pass } from './check.ts'

const MAX_LAG_BLOCKS = 5n
const TIMEOUT_MS = 5_000

/** The chain that speaks to others. */
export interface HomeSide {
  chainId: number
  bridge: {
    parametersSender: Address
    governanceSender: Address
    messengers: readonly NetworkMessenger[]
  }
}

/** A chain that is spoken to. */
export interface RemoteSide {
  name: string
  chainId: number
  rpcUrl: string
  graphqlUrl: string | undefined
  contracts: { remoteParameters: Address; governanceReceiver: Address }
  messengers: readonly NetworkMessenger[]
}

/** Whether another chain answers, its contracts listen to home by messengers that are there, and its index follows. */
export async function checkRemote(home: HomeSide, remote: RemoteSide): Promise<StartCheck[]> {
  const { name, chainId, rpcUrl, graphqlUrl } = remote
  const client = connect(rpcUrl, chainId)
  client.catch(() => {})
  const node = await attempt(name, async () => {
    const height = await (await client).getBlockNumber()
    return pass(name, `${new URL(rpcUrl).origin}: chain ${chainId}, block ${height}`)
  })
  // The others ask it as well.
  if (node.some(({ isOk }) => !isOk)) return node
  const reader = await client
  const others = await gather([
    attempt(`contracts ${name}`, () => checkContracts(reader, home, remote)),
    ...(graphqlUrl === undefined
      ? []
      : [attempt(`index ${name}`, () => checkIndex(reader, name, graphqlUrl))]),
  ])
  return [...node, ...others]
}

async function checkContracts(
  client: PublicClient,
  { chainId, bridge }: HomeSide,
  { name, contracts, messengers }: RemoteSide,
): Promise<StartCheck[]> {
  const { remoteParameters, governanceReceiver } = contracts
  const parameters = { address: remoteParameters, abi: remoteParametersAbi } as const
  const receiver = { address: governanceReceiver, abi: governanceReceiverAbi } as const
  const [homeChainId, homeSender, receiverHome, [heard]] = await Promise.all([
    client.readContract({ ...parameters, functionName: 'homeChainId' }),
    client.readContract({ ...parameters, functionName: 'homeSender' }),
    client.readContract({ ...receiver, functionName: 'homeSender' }),
    client.readContract({ ...receiver, functionName: 'messengers' }),
  ])
  const place = `contracts ${name}`
  if (homeChainId !== BigInt(chainId) || !isAddressEqual(homeSender, bridge.parametersSender)) {
    const heardIs = `${homeSender} of chain ${homeChainId}`
    return [mend(place, `RemoteParameters listens to ${heardIs}, not to this network; correct it`)]
  }
  if (!isAddressEqual(receiverHome, bridge.governanceSender)) {
    return [mend(place, `GovernanceReceiver listens to ${receiverHome}, not home's; correct it`)]
  }
  const checks = await Promise.all(
    messengers.map(async (messenger) => {
      const args = [messenger.address] as const
      const isTrusted = await client.readContract({
        ...parameters,
        functionName: 'isMessenger',
        args,
      })
      const peer = await client.readContract({
        address: messenger.address,
        abi: messengerAbi,
        functionName: 'peerOf',
        args: [BigInt(chainId)],
      })
      return checkMessenger(messenger, { name, isTrusted, peer, heard, bridge })
    }),
  )
  const wrong = checks.filter(({ isOk }) => !isOk)
  if (wrong.length > 0) return wrong
  const by = messengers.map((one) => one.name).join(' and ')
  return [pass(place, `RemoteParameters at ${remoteParameters}, by ${by}`)]
}

interface MessengerReading {
  /** Of the chain. */
  name: string
  isTrusted: boolean
  peer: Address
  /** Who is heard about what was voted. */
  heard: readonly Address[]
  bridge: HomeSide['bridge']
}

function checkMessenger(
  { name: bridgeName, address }: NetworkMessenger,
  { name, isTrusted, peer, heard, bridge }: MessengerReading,
): StartCheck {
  const place = `messenger ${bridgeName} ${name}`
  const ours = bridge.messengers.find((one) => one.name === bridgeName)?.address
  if (ours === undefined || !isAddressEqual(peer, ours)) {
    return mend(place, `its peer at home is ${peer}, and the network names ${ours ?? 'none'}`)
  }
  if (!isTrusted) return mend(place, 'RemoteParameters does not listen to it; vote for it')
  if (!heard.some((one) => isAddressEqual(one, address))) {
    return mend(place, 'GovernanceReceiver does not listen to it; vote for it')
  }
  return pass(place, address)
}

async function checkIndex(client: PublicClient, name: string, url: string): Promise<StartCheck> {
  const index = createQueryClient({ url, timeoutMs: TIMEOUT_MS, retries: 1 })
  const { number } = await fetchPinnedBlock(index)
  const behind = (await client.getBlockNumber()) - BigInt(number)
  const where = `${index.origin}: block ${number}, ${behind} behind the node`
  const place = `index ${name}`
  if (behind <= MAX_LAG_BLOCKS) return pass(place, where)
  return mend(place, `${where}, allowed are ${MAX_LAG_BLOCKS}; see graph-node's log`)
}
