import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pRetry from 'p-retry'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { renderSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { uploadSubgraph } from '../../deploy/subgraph/uploadSubgraph.ts'
import { defaultStackFolder } from '../../files/installation.ts'
import { SECOND_DATABASE, SECOND_INDEX, SecondChain } from '../chains/secondChain.ts'
import { StackPrices } from '../prices/stackPrices.ts'
import { createChainClient } from './chainClient.ts'
import { choosePort, LOCALHOST } from './choosePort.ts'
import { claimFolder } from './claimFolder.ts'
import { StackChainError, StackPartError } from './errors.ts'
import { findProgram } from './findProgram.ts'
import { defaultStart } from './localMarket.ts'
import { prepareIndex } from './prepareIndex.ts'
import { setUpChain, startMarket } from './setUpChain.ts'
import type { Stack, StackOptions } from './stack.ts'
import { startAnvil } from './startAnvil.ts'
import { askSubgraph } from './startGraphNode.ts'
import { startIpfs } from './startIpfs.ts'
import { startLocalHub } from './startLocalHub.ts'
import { askPostgresAt, formatPostgresUrl, HOME_DATABASE, startPostgres } from './startPostgres.ts'
import type { StackUrls } from './stateFile.ts'
import { supervise } from './supervise.ts'
import { addToStackNetwork, writeStackNetwork } from './writeStackNetwork.ts'

/** The subgraph's name on a graph-node that runs elsewhere. */
const EXTERNAL_NAME = 'gimbal/local'
const DEFAULT_CHAIN_ID = 31_337

/** More than the set-up has blocks. */
const SET_UP_SEC = 60

/** Price and liquidity where no market says otherwise: $2,000, and $350 M of depth. */
const defaultPool = { tick: 200_311n, liquidity: 7_800_000_000_000_000_000n }

/**
 * Starts chain, database, index and contracts, and keeps watch over them. With two chains also a second chain with an
 * index of its own, and what carries messages between the two.
 *
 * @throws StackFolderError, PortInUseError, StackProgramError, StackPartError, StackChainError; nothing is left
 *   running then.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { folder = defaultStackFolder, chainId = DEFAULT_CHAIN_ID } = options
  const { external = {}, ports = {}, index = true, onStep = () => {}, signal } = options
  if (external.rpc === undefined) findProgram('anvil')
  const { graphNode } = external
  const ownIndex = index && graphNode === undefined
  if (ownIndex) findProgram('graph-node')
  const [rpcPort, postgresPort, graphqlPort] = [
    await choosePort('the chain (--rpc-port)', ports.rpc),
    await choosePort('Postgres (--postgres-port)', ports.postgres),
    await choosePort('GraphQL (--graphql-port)', ports.graphql),
  ]
  const state = await claimFolder(folder, chainId, options.minFreeBytes)
  const supervisor = supervise({ folder, state, onStep, signal })
  const { timed, launch, logFile, dataDir } = supervisor

  try {
    await mkdir(dataDir, { recursive: true })
    const urls: StackUrls = { rpc: external.rpc ?? `http://${LOCALHOST}:${rpcPort}` }
    const { genesisAt } = options
    await timed(external.rpc === undefined ? 'chain' : 'chain (external)', async () => {
      if (external.rpc === undefined) {
        const anvil = { port: rpcPort, chainId, genesisAt, dataDir, logFile: logFile('anvil') }
        await launch('anvil', startAnvil({ ...anvil, signal: supervisor.signal }))
      }
      await requireChain(urls.rpc, chainId)
    })
    const second =
      options.chains === 2
        ? await SecondChain.start(supervisor, { chainId: chainId + 1, genesisAt })
        : undefined
    const runPostgres = async () => {
      const starting = startPostgres({
        port: postgresPort,
        dataDir,
        logFile: logFile('postgres'),
        databases: [HOME_DATABASE, ...(second ? [SECOND_DATABASE] : [])],
        signal: supervisor.signal,
      })
      await launch('postgres', starting)
    }
    if (ownIndex) {
      await timed(
        external.postgres === undefined ? 'Postgres' : 'Postgres (external)',
        async () => {
          if (external.postgres === undefined) await runPostgres()
          else await requirePostgres(external.postgres)
        },
      )
    }
    const { configFile, marketStart = defaultStart, marketPolicy = defaultPolicy } = options
    const { poolFeePips } = marketPolicy
    const root = join(dataDir, 'deployment')
    const addresses = await timed('contracts', () =>
      setUpChain({ url: urls.rpc, chainId, root, configFile, poolFeePips }),
    )
    const { market = 'timelock', hasRemoteMarket = market !== 'none' } = options
    const { governance } = addresses
    const home = { url: urls.rpc, chainId, governance, poolFeePips, hasRemoteMarket }
    const bridge = await second?.setUp(home)
    const prices = options.prices ? await StackPrices.deploy(supervisor, urls.rpc) : undefined

    const subgraphDir = join(dataDir, 'subgraph')
    const render = async () => {
      const { riskParameters, governor, token, timelock, startBlock } = addresses.governance
      await renderSubgraph({
        network: LOCAL_NETWORK,
        startBlock,
        addresses: { riskParameters, governor, token, timelock },
        pools: [{ address: addresses.venue.pool, startBlock }],
        bridge: bridge && {
          chainId,
          parametersSender: bridge.parametersSender,
          governanceSender: bridge.governanceSender,
          messengers: bridge.messengers.map(({ address }) => address),
        },
        outDir: subgraphDir,
      })
    }
    if (index && graphNode !== undefined) {
      const queryUrl = `${graphNode.queryUrl.replace(/\/$/, '')}/subgraphs/name/${EXTERNAL_NAME}`
      await timed('index (external)', async () => {
        await render()
        await uploadSubgraph(subgraphDir, EXTERNAL_NAME, graphNode)
        await waitForAnswer(queryUrl)
      })
      urls.graphql = queryUrl
    }
    /** What can be ended and started again on the same data, in this order. */
    const restartable = new Map<string, () => Promise<void>>([['postgres', runPostgres]])
    if (ownIndex) {
      const ipfsPort = await choosePort('IPFS', undefined)
      const ipfs = await startIpfs(ipfsPort)
      await supervisor.closeAtEnd({
        close() {
          ipfs.closeAllConnections()
          ipfs.close()
        },
      })
      const ipfsUrl = `http://${LOCALHOST}:${ipfsPort}`
      const postgresUrl = external.postgres ?? formatPostgresUrl(postgresPort)
      const own = await prepareIndex({
        supervisor,
        name: 'graph-node',
        network: LOCAL_NETWORK,
        rpcUrl: urls.rpc,
        port: graphqlPort,
        postgresUrl,
        ipfsUrl,
        subgraphDir,
      })
      restartable.set('graph-node', own.start)
      await timed('index', async () => {
        await render()
        if (!supervisor.isStopped()) await own.start()
      })
      Object.assign(urls, { postgres: postgresUrl }, own.urls)
      const other = await second?.startIndex(postgresPort, ipfsUrl)
      if (other !== undefined) restartable.set(SECOND_INDEX, other.start)
    }
    const { pool = defaultPool, observationCardinality = 600 } = options
    const opening = { ...pool, observationCardinality }
    await timed('market', () =>
      startMarket(
        urls.rpc,
        addresses,
        { addedBy: market, start: marketStart, policy: marketPolicy, prices: prices?.terms },
        opening,
      ),
    )
    await second?.openMarket(opening)
    if (options.genesisAt === undefined && external.rpc === undefined) {
      // The set-up has run ahead of the clock, a second a block: from here on time passes as it does outside.
      for (const url of [urls.rpc, ...(second ? [second.url] : [])]) {
        await createChainClient(url).increaseTime({ seconds: SET_UP_SEC })
      }
    }
    const hub = await timed('Snapshot', async () => {
      const started = await startLocalHub(createChainClient(urls.rpc), addresses.governance)
      await supervisor.closeAtEnd(started)
      return started
    })
    urls.hub = hub.hubUrl
    urls.sequencer = hub.sequencerUrl
    await writeStackNetwork(folder, { deploymentRoot: root, chainId, addresses, urls })
    const across = await second?.connect(folder, home)
    const pricesEntry = await prices?.connect(folder, addresses.venue.pool)
    Object.assign(state, { isReady: true, urls, addresses, across, prices: pricesEntry })
    await supervisor.save()

    return {
      folder,
      chainId,
      urls,
      addresses,
      across,
      prices: pricesEntry,
      marketStart,
      marketPolicy,
      done: supervisor.done,
      logFile,
      addPart: (part) => supervisor.watch(part.options.name, part),
      publish: async ({ consoleUrl, ...settings }) => {
        if (supervisor.isStopped()) return
        if (consoleUrl !== undefined) urls.console = consoleUrl
        await addToStackNetwork(folder, settings)
        await supervisor.save()
      },
      stop: () => supervisor.stop(),
      restart: async (names, stopSignal) => {
        const wanted = [...restartable].filter(([name]) => {
          return ownIndex && ((names as string[]).includes(name) || names.includes('postgres'))
        })
        // All marked first, because an index ends as soon as its database ends.
        await supervisor.endSome(
          wanted.map(([name]) => name),
          stopSignal,
        )
        for (const [, start] of wanted) await start()
      },
    }
  } catch (error) {
    await supervisor.stopAll()
    throw error
  }
}

async function requireChain(url: string, chainId: number): Promise<void> {
  const { origin } = new URL(url)
  const got = await createChainClient(url)
    .getChainId()
    .catch((cause) => {
      throw new StackChainError(`the node at ${origin} does not answer; start it or give another`, {
        cause,
      })
    })
  if (got === chainId) return
  throw new StackChainError(
    `the node at ${origin} is on chain ${got}, wanted is ${chainId}; give another node, or --chain-id`,
  )
}

async function requirePostgres(url: string): Promise<void> {
  await askPostgresAt(url).catch((cause: Error) => {
    const { host } = new URL(url)
    const what = `at ${host} does not answer (${cause.message})`
    throw new StackPartError('the given Postgres', what, '', { cause })
  })
}

async function waitForAnswer(url: string): Promise<void> {
  await pRetry(() => askSubgraph(url), { retries: 60, minTimeout: 500, factor: 1 }).catch(
    (cause: Error) => {
      const { host } = new URL(url)
      const what = `at ${host} does not answer for the subgraph (${cause.message})`
      throw new StackPartError('the given graph-node', what, '', { cause })
    },
  )
}
