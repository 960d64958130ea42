import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pRetry from 'p-retry'
import { choosePort, LOCALHOST } from '../../stack/local/choosePort.ts'
import { formatGraphqlUrl, startGraphNode } from '../../stack/local/startGraphNode.ts'
import { startIpfs } from '../../stack/local/startIpfs.ts'
import { formatPostgresUrl, startPostgres } from '../../stack/local/startPostgres.ts'

const POLL_MS = 50
const TIMEOUT_MS = 900_000

/** graph-node on a database of its own. */
export interface IndexRun {
  graphqlUrl: string
  /** The block that has been indexed last. */
  readHead(): Promise<number>
  stop(): Promise<void>
}

/** Starts graph-node with a fresh database on a folder with a compiled subgraph. */
export async function startIndexRun(
  dir: string,
  rpcUrl: string,
  subgraphDir: string,
): Promise<IndexRun> {
  await mkdir(dir, { recursive: true })
  const port = async (name: string) => choosePort(name, undefined)
  const postgresPort = await port('Postgres')
  const postgres = await startPostgres({
    port: postgresPort,
    dataDir: dir,
    logFile: join(dir, 'postgres.log'),
  })
  const ipfsPort = await port('IPFS')
  const ipfs = await startIpfs(ipfsPort)
  const stopRest = async () => {
    await postgres.stop()
    ipfs.closeAllConnections()
    ipfs.close()
  }
  const ports = {
    graphql: await port('GraphQL'),
    status: await port('status'),
    admin: await port('admin'),
    metrics: await port('metrics'),
  }
  try {
    const graphNode = await startGraphNode({
      ports,
      network: 'local',
      rpcUrl,
      postgresUrl: formatPostgresUrl(postgresPort),
      ipfsUrl: `http://${LOCALHOST}:${ipfsPort}`,
      subgraphDir,
      logFile: join(dir, 'graph-node.log'),
    })
    return {
      graphqlUrl: formatGraphqlUrl(ports.graphql),
      readHead: () => readHead(`http://${LOCALHOST}:${ports.status}/graphql`),
      stop: async () => {
        await graphNode.stop()
        await stopRest()
      },
    }
  } catch (error) {
    await stopRest()
    throw error
  }
}

/**
 * Asks until the index has reached a block.
 *
 * @returns blocks a second, from the first answer on: what was indexed before it does not count.
 */
export async function waitForHead(run: IndexRun, block: number): Promise<number> {
  const first = await run.readHead()
  const startedAt = performance.now()
  for (let head = first; head < block; head = await run.readHead()) {
    if (performance.now() - startedAt > TIMEOUT_MS)
      throw new Error(`block ${block} was not reached`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return ((block - first) * 1_000) / (performance.now() - startedAt)
}

// The status shows progress while the index catches up; `_meta` does not.
async function readHead(url: string): Promise<number> {
  const query = '{ indexingStatuses { fatalError { message } chains { latestBlock { number } } } }'
  const ask = async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return response.json()
  }
  const { data } = await pRetry(ask, { retries: 5, minTimeout: POLL_MS })
  const [status] = data.indexingStatuses
  if (status?.fatalError) throw new Error(status.fatalError.message)
  return Number(status?.chains[0]?.latestBlock?.number ?? 0)
}
