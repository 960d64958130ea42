import { join } from 'node:path'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { bridgeSchema, remoteSchema } from '../../client/network/remoteSchema.ts'
import { renderRemoteSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { deployBridge } from '../bridge/deployBridge.ts'
import { createChainClient } from '../local/chainClient.ts'
import { choosePort, LOCALHOST } from '../local/choosePort.ts'
import type { Governance } from '../local/deployGovernance.ts'
import { deployVenue } from '../local/deployVenue.ts'
import { LOCAL_MARKET_ID } from '../local/localMarket.ts'
import { type OpenPoolOptions, openPool } from '../local/openPool.ts'
import { type ChainIndex, prepareIndex } from '../local/prepareIndex.ts'
import { startAnvil } from '../local/startAnvil.ts'
import { formatPostgresUrl } from '../local/startPostgres.ts'
import type { Supervisor } from '../local/supervise.ts'
import { addToStackNetwork } from '../local/writeStackNetwork.ts'
import { type Across, SECOND_NETWORK } from './across.ts'
import { remoteMarket } from './remoteMarket.ts'
import { startRelayer } from './startRelayer.ts'

/** Of its index, in the stack's Postgres. */
export const SECOND_DATABASE = 'graph-node-2'
/** The part that is its index. */
export const SECOND_INDEX = 'graph-node-2'
const SECOND_ANVIL = 'anvil-2'

/** 0.05 gwei: a rollup's. */
export const ROLLUP_BASE_FEE_PER_GAS = 50_000_000n

interface Home {
  url: string
  chainId: number
  governance: Governance
  /** Of the pools of both chains. */
  poolFeePips: bigint
  /** Whether the other chain has the market from the start, or waits for a vote of this one. */
  hasRemoteMarket: boolean
}

/**
 * The second chain of a stack that is starting: like a rollup, with a venue of its own, contracts that take the first
 * chain's parameters, and an index. The steps in their order; each needs those before.
 */
export class SecondChain {
  readonly url: string
  private readonly supervisor: Supervisor
  private readonly chainId: number
  private across: Across | undefined

  private constructor(supervisor: Supervisor, chainId: number, url: string) {
    this.supervisor = supervisor
    this.chainId = chainId
    this.url = url
  }

  /** Starts its chain, which begins when the first one does. */
  static async start(
    supervisor: Supervisor,
    { chainId, genesisAt }: { chainId: number; genesisAt: bigint | undefined },
  ): Promise<SecondChain> {
    const port = await choosePort('the second chain', undefined)
    await supervisor.timed(`chain ${SECOND_NETWORK}`, () => {
      const starting = startAnvil({
        name: SECOND_ANVIL,
        port,
        chainId,
        genesisAt,
        baseFeePerGas: ROLLUP_BASE_FEE_PER_GAS,
        dataDir: supervisor.dataDir,
        logFile: supervisor.logFile(SECOND_ANVIL),
        signal: supervisor.signal,
      })
      return supervisor.launch(SECOND_ANVIL, starting)
    })
    return new SecondChain(supervisor, chainId, `http://${LOCALHOST}:${port}`)
  }

  /** Deploys its venue, and the contracts of both chains that speak to each other. */
  async setUp({
    url,
    chainId,
    governance,
    poolFeePips,
    hasRemoteMarket,
  }: Home): Promise<Across['bridge']> {
    return this.supervisor.timed(`contracts ${SECOND_NETWORK}`, async () => {
      const client = createChainClient(this.url)
      await client.setBlockTimestampInterval({ interval: 1 })
      const venue = await deployVenue(client, Number(poolFeePips))
      const { bridge, remote } = await deployBridge({
        home: { client: createChainClient(url), chainId, name: LOCAL_NETWORK },
        governance,
        away: { client, chainId: this.chainId, name: SECOND_NETWORK },
        markets: hasRemoteMarket ? [{ marketId: LOCAL_MARKET_ID, config: remoteMarket }] : [],
      })
      const { name, contracts, messengers } = remoteSchema.parse(remote)
      this.across = {
        bridge: bridgeSchema.parse(bridge),
        away: {
          name,
          chainId: this.chainId,
          startBlock: remote.startBlock,
          contracts,
          messengers,
          urls: { rpc: this.url },
          venue,
        },
      }
      return this.across.bridge
    })
  }

  /** Starts its index. @returns how it is started again. */
  async startIndex(postgresPort: number, ipfsUrl: string): Promise<ChainIndex> {
    const { supervisor, chainId } = this
    const { away } = this.requireSetUp()
    const subgraphDir = join(supervisor.dataDir, 'subgraph-2')
    const index = await prepareIndex({
      supervisor,
      name: SECOND_INDEX,
      network: SECOND_NETWORK,
      rpcUrl: this.url,
      port: await choosePort('GraphQL of the second chain', undefined),
      postgresUrl: formatPostgresUrl(postgresPort, SECOND_DATABASE),
      ipfsUrl,
      subgraphDir,
    })
    await supervisor.timed(`index ${SECOND_NETWORK}`, async () => {
      await renderRemoteSubgraph({
        network: SECOND_NETWORK,
        chainId,
        startBlock: away.startBlock,
        addresses: away.contracts,
        messengers: away.messengers.map(({ address }) => address),
        outDir: subgraphDir,
      })
      if (!supervisor.isStopped()) await index.start()
    })
    away.urls.graphql = index.urls.graphql
    return index
  }

  /** Gives its pool price and liquidity. */
  async openMarket(opening: OpenPoolOptions): Promise<void> {
    const { away } = this.requireSetUp()
    await this.supervisor.timed(`market ${SECOND_NETWORK}`, async () => {
      const client = createChainClient(this.url)
      await openPool(client, away.venue, opening)
      await client.removeBlockTimestampInterval()
    })
  }

  /** Tells the network's file of it, and starts what brings messages. */
  async connect(
    folder: string,
    home: Pick<Home, 'url' | 'chainId' | 'governance'>,
  ): Promise<Across> {
    const across = this.requireSetUp()
    const { bridge, away } = across
    const { name, chainId, startBlock, contracts, messengers, urls } = away
    const remote = { name, chainId, startBlock, contracts, messengers }
    await addToStackNetwork(folder, {
      bridge,
      remotes: [{ ...remote, rpcUrl: urls.rpc, graphqlUrl: urls.graphql }],
    })
    const { url, governance } = home
    across.relayerUrl = await this.supervisor.timed('relayer', () =>
      startRelayer({
        supervisor: this.supervisor,
        home: { url, chainId: home.chainId, startBlock: governance.startBlock },
        across,
      }),
    )
    return across
  }

  private requireSetUp(): Across {
    if (this.across === undefined) throw new Error('the second chain is not set up yet')
    return this.across
  }
}
