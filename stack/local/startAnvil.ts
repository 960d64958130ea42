import { join } from 'node:path'
import { LOCAL_MNEMONIC } from './accounts.ts'
import { createChainClient } from './chainClient.ts'
import { ChildPart } from './childPart.ts'
import { LOCALHOST } from './choosePort.ts'
import { findProgram } from './findProgram.ts'

/** Of every block. Two transactions at Osaka's cap of 16.7 million fill it. */
const BLOCK_GAS_LIMIT = 30_000_000

export interface AnvilOptions {
  port: number
  chainId: number
  /** Time of the first block, unix seconds; now without it. */
  genesisAt?: bigint | undefined
  logFile: string
  dataDir: string
  signal?: AbortSignal | undefined
}

/** Starts a new chain and waits for its answer. Blocks come with transactions. */
export async function startAnvil(options: AnvilOptions): Promise<ChildPart> {
  const { port, chainId, genesisAt, logFile, dataDir, signal } = options
  const part = await ChildPart.start({
    name: 'anvil',
    file: findProgram('anvil'),
    args: [
      ...['--host', LOCALHOST, '--port', `${port}`, '--chain-id', `${chainId}`],
      // The EVM version that the contracts are compiled for.
      ...['--hardfork', 'osaka', '--gas-limit', `${BLOCK_GAS_LIMIT}`, '--enable-tx-gas-limit'],
      ...['--mnemonic', LOCAL_MNEMONIC],
      ...(genesisAt === undefined ? [] : ['--timestamp', `${genesisAt}`]),
    ],
    // Old states go to files in there.
    env: { HOME: join(dataDir, 'anvil') },
    logFile,
    signal,
  })
  const client = createChainClient(`http://${LOCALHOST}:${port}`)
  await part.waitUntil(() => client.getChainId(), 120)
  return part
}
