import { startFaultyNode } from '../../bot/support/startFaultyNode.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { type FaultyServer, startFaultyServer } from './startFaultyServer.ts'

/** All that connects a replica with the world. */
export interface Exposure {
  index: FaultyServer
  /** In front of the replica itself, for its peers. */
  own: FaultyServer
  /** What its configuration has to say for it. */
  changes: {
    chain: { endpoints: { url: string }[] }
    index: { endpoints: { url: string }[]; maxLagBlocks: number; maxLag: string }
    peers: { url: string }[]
  }
  /** Lets nothing through, in either direction. */
  cut(): void
  heal(): void
  close(): Promise<void>
}

/** Proxies on every connection of a replica. Its peers have to know `own` instead of it. */
export async function exposeReplica(stack: ReplicaStack, at: number): Promise<Exposure> {
  const { rpc, graphql = '' } = stack.stack.urls
  const node = await startFaultyNode(rpc)
  const index = await startFaultyServer(graphql)
  const own = await startFaultyServer(stack.signUrl(at))
  const others = [0, 1, 2].filter((other) => other !== at)
  const peers = await Promise.all(others.map((other) => startFaultyServer(stack.signUrl(other))))
  const servers = [index, own, ...peers]
  return {
    index,
    own,
    changes: {
      chain: { endpoints: [{ url: node.url }] },
      index: { endpoints: [{ url: index.url }], maxLagBlocks: 10, maxLag: '1000 s' },
      peers: peers.map(({ url }) => ({ url })),
    },
    cut() {
      node.meddle = async () => 'silence'
      for (const server of servers) server.meddle = async () => 'silence'
    },
    heal() {
      node.meddle = (_, forward) => forward()
      for (const server of servers) server.meddle = (_, forward) => forward()
    },
    async close() {
      for (const server of [node, ...servers]) await server.close()
    },
  }
}
