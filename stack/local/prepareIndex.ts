import { choosePort, LOCALHOST } from './choosePort.ts'
import { formatGraphqlUrl, startGraphNode } from './startGraphNode.ts'
import type { Supervisor } from './supervise.ts'

interface IndexOptions {
  supervisor: Supervisor
  /** Of the part: `graph-node`, and another for the index of another chain. */
  name: string
  /** graph-node's name for the chain, and where it is. */
  network: string
  rpcUrl: string
  /** Of its queries. */
  port: number
  postgresUrl: string
  ipfsUrl: string
  /** A rendered subgraph. */
  subgraphDir: string
}

/** The index of one chain: where it answers, and how it is started. */
export interface ChainIndex {
  /** Of the queries, of graph-node's own status, and of its JSON-RPC for deployments. */
  urls: { graphql: string; status: string; admin: string }
  /** Starts it, and again after its end; it indexes from the start then. */
  start(): Promise<void>
}

/** Chooses the ports of an index. Nothing runs yet. */
export async function prepareIndex(options: IndexOptions): Promise<ChainIndex> {
  const { supervisor, name, network, rpcUrl, port, postgresUrl, ipfsUrl, subgraphDir } = options
  const ports = {
    graphql: port,
    status: await choosePort(`the status of ${name}`, undefined),
    admin: await choosePort(`the admin port of ${name}`, undefined),
    metrics: await choosePort(`the metrics of ${name}`, undefined),
  }
  return {
    urls: {
      graphql: formatGraphqlUrl(port),
      status: `http://${LOCALHOST}:${ports.status}/graphql`,
      admin: `http://${LOCALHOST}:${ports.admin}`,
    },
    start: () => {
      const starting = startGraphNode({
        name,
        ports,
        network,
        rpcUrl,
        postgresUrl,
        ipfsUrl,
        subgraphDir,
        logFile: supervisor.logFile(name),
        signal: supervisor.signal,
      })
      return supervisor.launch(name, starting)
    },
  }
}
