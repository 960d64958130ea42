import { type Address, isAddressEqual, type PublicClient } from 'viem'
import { governorAbi, riskParametersAbi } from '../../abi/index.ts'
import type { StartCheck } from '../../bot/checkStart.ts'
import { connect } from '../../client/connect.ts'
import { describeChain } from '../../client/network/chains.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { type RemoteNetwork, requireRemoteUrl, requireUrl } from '../../client/network/network.ts'
import { loadCore } from '../../core/index.ts'
import { createQueryClient, fetchPinnedBlock } from '../../query/index.ts'
import { createHubClient } from '../../snapshot/index.ts'
import type { Network } from '../network/readNetwork.ts'
import { attempt, type CheckGroup, gather, mend, pass } from './check.ts'
import { checkMarkets } from './checkMarkets.ts'
import { checkRemote } from './checkRemote.ts'
import { splitSecret } from './hideSecrets.ts'

const MAX_LAG_BLOCKS = 5n
const TIMEOUT_MS = 5_000

/** Whether a network is as its file says, and the services that it names answer. Sends nothing. */
export function examineNetwork(network: Network): { groups: CheckGroup[]; secrets: string[] } {
  const { name, file, chainId, rpcUrl, urlProblems } = network
  const client = connect(rpcUrl, chainId)
  client.catch(() => {})
  const what = describeChain(chainId, name === LOCAL_NETWORK ? undefined : name)
  const unset = Object.values(urlProblems).map((problem) => mend('variables', problem))
  const groups = [
    { title: 'The network', checks: Promise.resolve([pass('file', `${file}: ${what}`), ...unset]) },
    {
      title: 'The chain',
      checks: gather([
        attempt('node', async () => checkNode(await client, rpcUrl)),
        client.then(
          (reader) => attempt('contracts', () => checkContracts(reader, network)),
          () => [],
        ),
      ]),
    },
    {
      title: 'The markets',
      checks: client.then(
        (reader) => attempt('markets', () => checkMarkets(reader, network)),
        () => [],
      ),
    },
    { title: 'Around it', checks: checkServices(client, network) },
    ...network.remotes.map((remote) => ({
      title: `The chain ${remote.name}`,
      checks: attempt(remote.name, () => checkOther(network, remote)),
    })),
  ]
  const urls = [rpcUrl, ...network.remotes.flatMap((remote) => remote.rpcUrl ?? [])]
  return { groups, secrets: urls.flatMap(splitSecret) }
}

function checkOther(network: Network, remote: RemoteNetwork): Promise<StartCheck[]> | StartCheck {
  const { chainId, bridge } = network
  if (bridge === undefined) return mend(remote.name, `${network.file} has no bridge; add it`)
  const rpcUrl = requireRemoteUrl(network, remote, 'rpcUrl')
  return checkRemote({ chainId, bridge }, { ...remote, rpcUrl })
}

async function checkNode(client: PublicClient, url: string): Promise<StartCheck> {
  return pass('node', `${new URL(url).origin}: block ${await client.getBlockNumber()}`)
}

async function checkContracts(
  client: PublicClient,
  { addresses, file }: Network,
): Promise<StartCheck[]> {
  const { riskParameters, governor, token, timelock } = addresses
  const at = { address: governor, abi: governorAbi } as const
  const wrong = (place: string, address: Address) =>
    mend(place, `${address} in ${file} is no ${place} of this deployment; correct it`)
  const is = async (answer: Promise<Address>, wanted: Address) =>
    isAddressEqual(await answer.catch(() => governor), wanted)
  const [core, coreHash, hasToken, hasTimelock] = await Promise.all([
    loadCore(),
    client
      .readContract({
        address: riskParameters,
        abi: riskParametersAbi,
        functionName: 'standardCoreHash',
      })
      .catch(() => undefined),
    is(client.readContract({ ...at, functionName: 'token' }), token),
    is(client.readContract({ ...at, functionName: 'timelock' }), timelock),
  ])
  if (coreHash === undefined) return [wrong('RiskParameters', riskParameters)]
  const isSame = core.hash === coreHash.toLowerCase()
  return [
    isSame
      ? pass('RiskParameters', `${riskParameters}, with this core`)
      : mend(
          'core',
          `voted is ${coreHash}, here is ${core.hash}; install the release that was voted on`,
        ),
    hasToken && hasTimelock
      ? pass('Governor', `${governor}, with its token and its timelock`)
      : wrong(hasToken ? 'timelock' : 'token or Governor', hasToken ? timelock : token),
  ]
}

function checkServices(chain: Promise<PublicClient>, network: Network): Promise<StartCheck[]> {
  const { graphqlUrl, hubUrl, addresses } = network
  const checkIndex = async () => {
    const client = createQueryClient({ url: graphqlUrl ?? '', timeoutMs: TIMEOUT_MS, retries: 1 })
    const { number } = await fetchPinnedBlock(client)
    const behind = (await (await chain).getBlockNumber()) - BigInt(number)
    const where = `${client.origin}: block ${number}, ${behind} behind the node`
    if (behind <= MAX_LAG_BLOCKS) return pass('index', where)
    return mend('index', `${where}, allowed are ${MAX_LAG_BLOCKS}; see graph-node's log`)
  }
  const checkHub = async () => {
    const space = await (await chain).readContract({
      address: addresses.governor,
      abi: governorAbi,
      functionName: 'snapshotSpace',
    })
    const urls = {
      hubUrl: requireUrl(network, 'hubUrl'),
      sequencerUrl: requireUrl(network, 'sequencerUrl'),
      ipfsUrl: requireUrl(network, 'ipfsUrl'),
    }
    const hub = createHubClient({ ...urls, timeoutMs: TIMEOUT_MS, retries: 0 })
    const { origin } = new URL(urls.hubUrl)
    if ((await hub.fetchSpace(space)) !== undefined) {
      return pass('hub', `${origin}: has the space ${space}`)
    }
    return mend('hub', `${origin} has no space ${space}; make it there, or correct hubUrl`)
  }
  return gather([
    graphqlUrl === undefined
      ? Promise.resolve([pass('index', 'no URL is given (graphqlUrl)')])
      : attempt('index', checkIndex),
    hubUrl === undefined
      ? Promise.resolve([pass('hub', 'no URL is given (hubUrl)')])
      : attempt('hub', checkHub),
  ])
}
