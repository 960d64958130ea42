import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { type AbiEvent, type Address, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem'
import { type ContractName, contractNames, readEvents } from '../../../deploy/subgraph/abis.ts'
import { renderSubgraph } from '../../../deploy/subgraph/renderSubgraph.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'
import { formatGraphqlUrl, startGraphNode } from '../../../stack/local/startGraphNode.ts'
import { startIpfs } from '../../../stack/local/startIpfs.ts'
import { formatPostgresUrl, startPostgres } from '../../../stack/local/startPostgres.ts'
import { type EmittedLog, encodeEmitter } from './emitter.ts'
import { at } from './fixture.ts'

/** An event of a contract of the manifest, at any address. */
export interface ChainLog extends EmittedLog {
  address: Address
}

const events = new Map<string, AbiEvent>()
for (const contract of contractNames) {
  for (const event of await readEvents(contract)) events.set(`${contract}.${event.name}`, event)
}

/** An event as the chain holds it; `gnd test` cannot encode the ones with structs. */
export function encodeLog(
  contract: ContractName,
  eventName: string,
  args: Record<string, unknown>,
  address: Address = at[contract],
): ChainLog {
  const event = events.get(`${contract}.${eventName}`)
  if (event === undefined) throw new Error(`${contract} has no event ${eventName}`)
  const plain = event.inputs.filter((input) => !input.indexed)
  const topics = encodeEventTopics({ abi: [event], eventName, args }) as Hex[]
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name ?? '']),
  )
  return { address, topics, data }
}

/** A chain on which any log can be emitted at any time, and any code stands at any address. */
export class LogChain {
  readonly client: ChainClient
  readonly rpcUrl: string
  private readonly stopAnvil: () => Promise<void>

  private constructor(rpcUrl: string, stopAnvil: () => Promise<void>) {
    this.rpcUrl = rpcUrl
    this.client = createChainClient(rpcUrl)
    this.stopAnvil = stopAnvil
  }

  /** @param dir An empty folder for everything that it needs. */
  static async start(dir: string, genesisAt: bigint): Promise<LogChain> {
    const port = await choosePort('anvil', undefined)
    const logFile = join(dir, 'anvil.log')
    const anvil = await startAnvil({ port, chainId: 31_337, genesisAt, logFile, dataDir: dir })
    const chain = new LogChain(`http://${LOCALHOST}:${port}`, () => anvil.stop())
    await chain.client.setAutomine(false)
    return chain
  }

  async setCode(address: Address, bytecode: Hex): Promise<void> {
    await this.client.setCode({ address, bytecode })
  }

  /** A block at a time, unix seconds, with these logs; each address has its logs one after the other. */
  async mineAt(timestamp: bigint, logs: readonly ChainLog[] = []): Promise<void> {
    const byAddress = Map.groupBy(logs, ({ address }) => address)
    for (const [to, own] of byAddress) {
      await this.setCode(to, encodeEmitter(own))
      const account = localAccounts.operator
      await this.client.sendTransaction({ account, to, gas: 1_000_000n, chain: null })
    }
    await this.client.setNextBlockTimestamp({ timestamp })
    await this.client.mine({ blocks: 1 })
  }

  /** A block at a time, unix seconds, with one transaction: each contract emits its logs, then calls the next one. */
  async mineCallsAt(
    timestamp: bigint,
    calls: readonly (readonly [ChainLog, ...ChainLog[]])[],
  ): Promise<void> {
    const [first, ...others] = calls.map(([{ address }]) => address)
    for (const [index, logs] of calls.entries()) {
      await this.setCode(logs[0].address, encodeEmitter(logs, others[index]))
    }
    const account = localAccounts.operator
    await this.client.sendTransaction({ account, to: first, gas: 1_000_000n, chain: null })
    await this.client.setNextBlockTimestamp({ timestamp })
    await this.client.mine({ blocks: 1 })
  }

  async stop(): Promise<void> {
    await this.stopAnvil()
  }
}

type Contracts = Readonly<
  Record<'RiskParameters' | 'Governor' | 'Token' | 'Timelock' | 'Pool', Address>
>

/** graph-node with a database of its own on a chain; `Pool` is listed in the manifest from the first block on. */
export function startIndexOf(
  chain: { rpcUrl: string },
  dir: string,
  contracts: Contracts = at,
): Promise<RunningIndex> {
  const { RiskParameters, Governor, Token, Timelock, Pool } = contracts
  return startIndexWith(chain, dir, (outDir) =>
    renderSubgraph({
      network: 'local',
      startBlock: 1,
      addresses: {
        riskParameters: RiskParameters,
        governor: Governor,
        token: Token,
        timelock: Timelock,
      },
      pools: [{ address: Pool, startBlock: 1 }],
      outDir,
    }),
  )
}

/** An index by its URL. */
export interface RunningIndex {
  url: string
  stop(): Promise<void>
}

/**
 * graph-node with a database of its own on a chain.
 *
 * @param render - Fills a folder with the subgraph that it runs, for a chain by the name of `local`.
 */
export async function startIndexWith(
  chain: { rpcUrl: string },
  dir: string,
  render: (outDir: string) => Promise<void>,
): Promise<RunningIndex> {
  const subgraphDir = join(dir, 'subgraph')
  await mkdir(subgraphDir)
  await render(subgraphDir)
  const choose = (name: string) => choosePort(name, undefined)
  const postgresPort = await choose('Postgres')
  const logFile = join(dir, 'postgres.log')
  const postgres = await startPostgres({ port: postgresPort, dataDir: dir, logFile })
  let ipfs: Server | undefined
  try {
    const ipfsPort = await choose('IPFS')
    ipfs = await startIpfs(ipfsPort)
    const ports = {
      graphql: await choose('GraphQL'),
      status: await choose('status'),
      admin: await choose('admin'),
      metrics: await choose('metrics'),
    }
    const graphNode = await startGraphNode({
      ports,
      network: 'local',
      rpcUrl: chain.rpcUrl,
      postgresUrl: formatPostgresUrl(postgresPort),
      ipfsUrl: `http://${LOCALHOST}:${ipfsPort}`,
      subgraphDir,
      logFile: join(dir, 'graph-node.log'),
    })
    return {
      url: formatGraphqlUrl(ports.graphql),
      async stop() {
        await graphNode.stop()
        ipfs?.close()
        await postgres.stop()
      },
    }
  } catch (error) {
    ipfs?.close()
    await postgres.stop()
    throw error
  }
}
