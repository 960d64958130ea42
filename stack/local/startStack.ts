import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import pRetry from 'p-retry'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { renderSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { uploadSubgraph } from '../../deploy/subgraph/uploadSubgraph.ts'
import { defaultStackFolder } from '../../files/installation.ts'
import type { LocalHub } from '../hub/startHub.ts'
import { createChainClient } from './chainClient.ts'
import type { ChildPart } from './childPart.ts'
import { choosePort, LOCALHOST } from './choosePort.ts'
import { claimFolder } from './claimFolder.ts'
import { StackChainError, StackPartError } from './errors.ts'
import { findProgram } from './findProgram.ts'
import { defaultStart } from './localMarket.ts'
import { setUpChain, startMarket } from './setUpChain.ts'
import type { Stack, StackOptions } from './stack.ts'
import { startAnvil } from './startAnvil.ts'
import {
  askSubgraph,
  formatGraphqlUrl,
  type GraphNodePorts,
  startGraphNode,
} from './startGraphNode.ts'
import { startIpfs } from './startIpfs.ts'
import { startLocalHub } from './startLocalHub.ts'
import { askPostgresAt, formatPostgresUrl, startPostgres } from './startPostgres.ts'
import { releaseFolder, type StackUrls, writeState } from './stateFile.ts'
import { addToStackNetwork, writeStackNetwork } from './writeStackNetwork.ts'

/** The subgraph's name on a graph-node that runs elsewhere. */
const EXTERNAL_NAME = 'gimbal/local'
const DEFAULT_CHAIN_ID = 31_337

/** More than the set-up has blocks. */
const SET_UP_SEC = 60

/** Price and liquidity where no market says otherwise: $2,000, and $350 M of depth. */
const defaultPool = { tick: 200_311n, liquidity: 7_800_000_000_000_000_000n }

/**
 * Starts chain, database, index and contracts, and keeps watch over them.
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
  const [rpcPort, postgresPort, graphql] = [
    await choosePort('the chain (--rpc-port)', ports.rpc),
    await choosePort('Postgres (--postgres-port)', ports.postgres),
    await choosePort('GraphQL (--graphql-port)', ports.graphql),
  ]
  const state = await claimFolder(folder, chainId, options.minFreeBytes)
  const dataDir = join(folder, 'data')
  const logFile = (name: string) => join(folder, 'logs', `${name}.log`)
  const children = new Map<string, ChildPart>()
  let ipfs: Server | undefined
  let hub: LocalHub | undefined
  let isStopped = false
  let stopping: Promise<void> | undefined
  const ending = new AbortController()
  /** Parts that do not answer yet. */
  const launching = new Set<Promise<void>>()

  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  // A caller that does not await `done` gets the failure from the next call.
  done.catch(() => {})
  // A second caller waits for the first stop.
  const stopAll = () => {
    isStopped = true
    stopping ??= endAll()
    return stopping
  }
  const endAll = async () => {
    ending.abort()
    await Promise.allSettled(launching)
    const own = ['graph-node', 'postgres', 'anvil']
    const added = [...children].filter(([name]) => !own.includes(name))
    await Promise.all(added.map(([, part]) => part.stop()))
    for (const name of own) await children.get(name)?.stop()
    ipfs?.closeAllConnections()
    ipfs?.close()
    await hub?.close()
    await saved.catch(() => {})
    await releaseFolder(folder)
  }
  let saved: Promise<void> = Promise.resolve()
  // One after the other: parts may come at the same time.
  const save = () => {
    saved = saved.then(() => {
      state.parts = [...children].map(([name, part]) => ({
        ...part.identity,
        name,
        logFile: part.options.logFile,
        stopSignal: part.stopSignal,
      }))
      return writeState(folder, state)
    })
    return saved
  }
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  const watch = async (name: string, part: ChildPart) => {
    // Something else has failed while this one was starting.
    if (isStopped) return part.stop()
    children.set(name, part)
    void part.ended.then(async () => {
      if (part.isStopping || isStopped) return
      const error = await part.describeEnd()
      failed.reject(error)
      await stopAll()
      reject(error)
    })
    await save()
  }
  const launch = async (name: string, starting: Promise<ChildPart>) => {
    const launched = starting.then((part) => watch(name, part))
    launching.add(launched)
    await launched.finally(() => launching.delete(launched))
  }
  const told = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  told.catch(() => {})
  const timed = async <Result>(step: string, run: () => Promise<Result>): Promise<Result> => {
    signal?.throwIfAborted()
    const startedAt = performance.now()
    const result = await Promise.race([run(), failed.promise, told])
    onStep(step, (performance.now() - startedAt) / 1_000)
    return result
  }

  try {
    await mkdir(dataDir, { recursive: true })
    const urls: StackUrls = { rpc: external.rpc ?? `http://${LOCALHOST}:${rpcPort}` }
    const postgresUrl = external.postgres ?? formatPostgresUrl(postgresPort)
    const runPostgres = async () => {
      const options = { port: postgresPort, dataDir, logFile: logFile('postgres') }
      await launch('postgres', startPostgres({ ...options, signal: ending.signal }))
    }
    await timed(external.rpc === undefined ? 'chain' : 'chain (external)', async () => {
      if (external.rpc === undefined) {
        const { genesisAt } = options
        const anvil = { port: rpcPort, chainId, genesisAt, dataDir, logFile: logFile('anvil') }
        await launch('anvil', startAnvil({ ...anvil, signal: ending.signal }))
      }
      await requireChain(urls.rpc, chainId)
    })
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
    const root = join(dataDir, 'deployment')
    const addresses = await timed('contracts', () =>
      setUpChain({
        url: urls.rpc,
        chainId,
        root,
        configFile,
        poolFeePips: marketPolicy.poolFeePips,
      }),
    )

    const subgraphDir = join(dataDir, 'subgraph')
    const ipfsPort = await choosePort('IPFS', undefined)
    const graphPorts: GraphNodePorts = {
      graphql,
      status: await choosePort('the status of graph-node', undefined),
      admin: await choosePort('the admin port of graph-node', undefined),
      metrics: await choosePort('the metrics of graph-node', undefined),
    }
    const runGraphNode = async () => {
      const starting = startGraphNode({
        ports: graphPorts,
        network: LOCAL_NETWORK,
        rpcUrl: urls.rpc,
        postgresUrl,
        ipfsUrl: `http://${LOCALHOST}:${ipfsPort}`,
        subgraphDir,
        logFile: logFile('graph-node'),
        signal: ending.signal,
      })
      await launch('graph-node', starting)
    }
    const render = async () => {
      const { riskParameters, governor, token, timelock, startBlock } = addresses.governance
      await renderSubgraph({
        network: LOCAL_NETWORK,
        startBlock,
        addresses: { riskParameters, governor, token, timelock },
        pools: [{ address: addresses.venue.pool, startBlock }],
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
    if (ownIndex) {
      await timed('index', async () => {
        ipfs = await startIpfs(ipfsPort)
        if (isStopped) return void ipfs.close()
        await render()
        if (isStopped) return
        await runGraphNode()
      })
      urls.postgres = postgresUrl
      urls.graphql = formatGraphqlUrl(graphql)
      urls.status = `http://${LOCALHOST}:${graphPorts.status}/graphql`
      urls.admin = `http://${LOCALHOST}:${graphPorts.admin}`
    }
    const { market = 'timelock' } = options
    const { pool = defaultPool, observationCardinality = 600 } = options
    await timed('market', () =>
      startMarket(
        urls.rpc,
        addresses,
        { addedBy: market, start: marketStart, policy: marketPolicy },
        { ...pool, observationCardinality },
      ),
    )
    if (options.genesisAt === undefined && external.rpc === undefined) {
      // The set-up has run ahead of the clock, a second a block: from here on time passes as it does outside.
      await createChainClient(urls.rpc).increaseTime({ seconds: SET_UP_SEC })
    }
    hub = await timed('Snapshot', async () => {
      const started = await startLocalHub(createChainClient(urls.rpc), addresses.governance)
      if (isStopped) await started.close()
      return started
    })
    urls.hub = hub.hubUrl
    urls.sequencer = hub.sequencerUrl
    await writeStackNetwork(folder, { deploymentRoot: root, chainId, addresses, urls })
    Object.assign(state, { isReady: true, urls, addresses })
    await save()

    const run = { postgres: runPostgres, 'graph-node': runGraphNode }
    return {
      folder,
      chainId,
      urls,
      addresses,
      marketStart,
      marketPolicy,
      done,
      logFile,
      addPart: (part) => watch(part.options.name, part),
      publish: async ({ consoleUrl, ...settings }) => {
        if (isStopped) return
        if (consoleUrl !== undefined) urls.console = consoleUrl
        await addToStackNetwork(folder, settings)
        await save()
      },
      stop: async () => {
        await stopAll()
        resolve()
      },
      restart: async (names, stopSignal) => {
        const wanted = (['postgres', 'graph-node'] as const).filter((name) => {
          return ownIndex && (names.includes(name) || names.includes('postgres'))
        })
        const ending = wanted.flatMap((name) => children.get(name) ?? [])
        // Marked first, because graph-node ends as soon as its database ends.
        for (const part of ending) part.isStopping = true
        for (const part of ending) await part.stop(stopSignal)
        for (const name of wanted) await run[name]()
      },
    }
  } catch (error) {
    await stopAll()
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
