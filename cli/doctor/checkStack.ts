import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPublicClient, type Hex, type PublicClient } from 'viem'
import { governorAbi, riskParametersAbi } from '../../abi/index.ts'
import type { StartCheck } from '../../bot/checkStart.ts'
import { loadCore } from '../../core/index.ts'
import { defaultStackFolder } from '../../files/installation.ts'
import { isRunning } from '../../files/processIdentity.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { createHubClient } from '../../snapshot/index.ts'
import type { Across } from '../../stack/chains/across.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { readState, type StackState } from '../../stack/local/stateFile.ts'
import { attempt, gather, mend, pass } from './check.ts'
import { checkRemote } from './checkRemote.ts'

const TIMEOUT_MS = 5_000
/** Blocks by which a healthy index may be behind while blocks come fast. */
const MAX_LAG_BLOCKS = 5n
/** How long it gets to show that it moves. */
const MOVE_MS = 1_500

/** Whether a local stack runs in a folder, and then whether all of it answers; or whether one was left there. */
export async function checkStack(folder: string): Promise<StartCheck[]> {
  const near = relative(process.cwd(), folder)
  const place = near === '' || near.startsWith('..') ? folder : near
  const option = folder === defaultStackFolder ? '' : ` --dir ${place}`
  const state = await readState(folder)
  if (state === undefined) return [pass('stack', `no stack runs in ${place}`)]
  if (state.supervisor === undefined || state.parts === undefined) {
    return [
      mend(
        'stack',
        `${place}/state.json is no valid state; end the processes of its stack, and remove it`,
      ),
    ]
  }
  const running = await Promise.all(state.parts.map((part) => isRunning(part)))
  const { supervisor, isReady } = state
  if (!(await isRunning(supervisor))) {
    const left = state.parts.filter((_, at) => running[at]).map(({ name }) => name)
    const still = left.length === 0 ? '' : `, ${left.join(', ')} still running`
    const what = `its process was killed${still}; clear it with \`gimbal stack down${option}\``
    return [mend('stack', what)]
  }
  const gone = state.parts.filter((_, at) => !running[at])
  const ended = gone.map(({ name }) => {
    const logs = `gimbal stack logs ${name}${option}`
    return mend(name, `has ended; see \`${logs}\`, then \`gimbal stack down${option}\``)
  })
  const where = `process ${supervisor.pid}, in ${place}`
  if (!isReady) return [pass('stack', `is starting: ${where}`), ...ended]
  return [pass('stack', `runs: ${where}`), ...ended, ...(await checkAnswers(state))]
}

async function checkAnswers({
  urls,
  chainId,
  addresses,
  across,
}: StackState): Promise<StartCheck[]> {
  const { rpc = '', graphql, hub = '', sequencer = '' } = urls
  const transport = nodeTransport(rpc, { retryCount: 0, timeout: TIMEOUT_MS })
  const client = createPublicClient({ transport, cacheTime: 0 })
  const chain = await attempt('chain', async () => {
    const [id, height] = await Promise.all([client.getChainId(), client.getBlockNumber()])
    if (id === chainId) return pass('chain', `${rpc}: chain ${id}, block ${height}`)
    return mend('chain', `${rpc} is on chain ${id}, and was on ${chainId}; start the stack again`)
  })
  // The others ask it as well.
  if (chain.some(({ isOk }) => !isOk) || addresses === undefined) return chain
  const { riskParameters, governor } = addresses.governance
  const at = { address: governor, abi: governorAbi } as const
  const others = await gather([
    attempt('contracts', () => checkContracts(client, riskParameters)),
    ...(graphql === undefined ? [] : [attempt('index', () => checkIndex(client, graphql))]),
    attempt('hub', async () => {
      const space = await client.readContract({ ...at, functionName: 'snapshotSpace' })
      const { origin } = new URL(hub)
      const urls = { hubUrl: hub, sequencerUrl: sequencer, ipfsUrl: origin }
      const found = await createHubClient({
        ...urls,
        timeoutMs: TIMEOUT_MS,
        retries: 0,
      }).fetchSpace(space)
      if (found !== undefined) return pass('hub', `${origin}: has the space ${space}`)
      return mend('hub', `${origin} has no space ${space}; start the stack again`)
    }),
    ...(across === undefined ? [] : [checkAcross(chainId, across)]),
  ])
  return [...chain, ...others]
}

function checkAcross(
  chainId: number,
  { bridge, away, relayerUrl = '' }: Across,
): Promise<StartCheck[]> {
  const { urls, ...remote } = away
  return gather([
    checkRemote({ chainId, bridge }, { ...remote, rpcUrl: urls.rpc, graphqlUrl: urls.graphql }),
    attempt('relayer', async () => {
      const response = await fetch(`${relayerUrl}/ready`, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.ok) return pass('relayer', `${relayerUrl}: ready`)
      return mend('relayer', `${relayerUrl} is not ready; see \`gimbal stack logs relayer\``)
    }),
  ])
}

async function checkContracts(client: PublicClient, address: Hex): Promise<StartCheck> {
  const [core, coreHash] = await Promise.all([
    loadCore(),
    client.readContract({ address, abi: riskParametersAbi, functionName: 'standardCoreHash' }),
  ])
  if (core.hash === coreHash.toLowerCase()) {
    return pass('contracts', `RiskParameters at ${address}, with this core`)
  }
  return mend(
    'contracts',
    `RiskParameters has the core ${coreHash.slice(0, 10)}…; start the stack again`,
  )
}

async function checkIndex(client: PublicClient, url: string): Promise<StartCheck> {
  const height = await askSubgraph(url)
  const lag = (await client.getBlockNumber()) - BigInt(height)
  const { origin } = new URL(url)
  const where = `${origin}: block ${height}, ${lag === 0n ? 'as the chain' : `${lag} behind`}`
  if (lag <= MAX_LAG_BLOCKS) return pass('index', where)
  await sleep(MOVE_MS)
  if ((await askSubgraph(url)) > height) return pass('index', `${where}, and catching up`)
  return mend('index', `${where}, and stands still; see \`gimbal stack logs graph-node\``)
}
