import { join } from 'node:path'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { ChildPart } from '../../../stack/local/childPart.ts'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { findProgram } from '../../../stack/local/findProgram.ts'
import type { ReplicaStack } from './replicaStack.ts'

/** A node that has the stack's chain up to now, and none of what comes. */
export interface Fork {
  url: string
  client: ChainClient
  stop(): Promise<void>
}

/**
 * Starts a node that has left the stack's network at its latest block: it knows no later block, and what is sent to
 * it stays with it. Its own blocks come when they are asked for.
 */
export async function startFork({ stack, folder }: ReplicaStack, chainId?: number): Promise<Fork> {
  const port = await choosePort('a fork', undefined)
  const part = await ChildPart.start({
    name: 'fork',
    file: findProgram('anvil'),
    args: [
      ...['--host', LOCALHOST, '--port', `${port}`, '--fork-url', stack.urls.rpc],
      ...['--chain-id', `${chainId ?? stack.chainId}`, '--hardfork', 'osaka', '--no-mining'],
    ],
    env: { HOME: join(folder, 'fork') },
    logFile: join(folder, 'logs', 'fork.log'),
  })
  const url = `http://${LOCALHOST}:${port}`
  const client = createChainClient(url)
  await part.waitUntil(() => client.getChainId(), 20)
  return { url, client, stop: () => part.stop() }
}
