import { ChildPart } from './childPart.ts'
import { LOCALHOST } from './choosePort.ts'
import { findProgram } from './findProgram.ts'

interface GraphNodePorts {
  graphql: number
  status: number
  admin: number
  metrics: number
}

export interface GraphNodeOptions {
  /** Of the part, in messages; `graph-node` without it. */
  name?: string
  ports: GraphNodePorts
  /** The chain's name in the manifest, and its URL. */
  network: string
  rpcUrl: string
  postgresUrl: string
  ipfsUrl: string
  /** A folder with a compiled subgraph and its `subgraph.yaml`. */
  subgraphDir: string
  logFile: string
  signal?: AbortSignal | undefined
}

const SUBGRAPH = 'subgraph-0'

export function formatGraphqlUrl(port: number): string {
  return `http://${LOCALHOST}:${port}/subgraphs/name/${SUBGRAPH}`
}

/**
 * Starts graph-node on a compiled subgraph and waits until it answers queries about it. Started again on the same
 * database it indexes from the start.
 */
export async function startGraphNode(options: GraphNodeOptions): Promise<ChildPart> {
  const {
    name = 'graph-node',
    ports,
    network,
    rpcUrl,
    postgresUrl,
    ipfsUrl,
    subgraphDir,
    logFile,
    signal,
  } = options
  const part = await ChildPart.start({
    name,
    file: findProgram('graph-node'),
    args: [
      ...['dev', '--manifests', './subgraph.yaml:.'],
      ...['--ethereum-rpc', `${network}:${rpcUrl}`, '--ipfs', ipfsUrl],
      ...['--http-port', `${ports.graphql}`, '--index-node-port', `${ports.status}`],
      ...['--admin-port', `${ports.admin}`, '--metrics-port', `${ports.metrics}`],
    ],
    env: {
      POSTGRES_URL: postgresUrl,
      // A local chain has no rate limit, and its blocks come many at a time.
      ETHEREUM_POLLING_INTERVAL: '100',
      GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: '1',
      // A call at a block that a reorg took away fails for ever: after the retries graph-node looks for the reorg.
      GRAPH_ETHEREUM_REQUEST_RETRIES: '2',
      // The schema has a search over texts, which graph-node calls non-deterministic.
      GRAPH_ALLOW_NON_DETERMINISTIC_FULLTEXT_SEARCH: 'true',
      // With RUST_BACKTRACE set, graph-node walks its stack for errors that it makes and throws away: the mappings
      // then run at a third of their speed.
      RUST_LIB_BACKTRACE: '0',
    },
    cwd: subgraphDir,
    // Any other signal makes graph-node end slowly; its database is not harmed by this one.
    stopSignal: 'SIGKILL',
    logFile,
    signal,
  })
  await part.waitUntil(() => askSubgraph(formatGraphqlUrl(ports.graphql)), 300)
  return part
}

/**
 * The latest block that a subgraph has indexed.
 *
 * @throws if it does not answer, or with an error.
 */
export async function askSubgraph(url: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _meta { block { number } } }' }),
    signal: AbortSignal.timeout(5_000),
  })
  const { data, errors } = await response.json()
  if (typeof data?._meta?.block?.number === 'number') return data._meta.block.number
  throw new Error(errors?.[0]?.message ?? `status ${response.status}`)
}
