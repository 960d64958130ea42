import { join } from 'node:path'
import { LOCAL_MNEMONIC } from './accounts.ts'
import { createChainClient } from './chainClient.ts'
import { ChildPart } from './childPart.ts'
import { LOCALHOST } from './choosePort.ts'
import { findProgram } from './findProgram.ts'

/** Of every block. Two transactions at Osaka's cap of 16.7 million fill it. */
const BLOCK_GAS_LIMIT = 30_000_000

export interface AnvilOptions {
  /** Of the part, in messages and for its own files; `anvil` without it. */
  name?: string
  port: number
  chainId: number
  /** Time of the first block, unix seconds; now without it. */
  genesisAt?: bigint | undefined
  /** Of the first block; anvil's own without it. */
  baseFeePerGas?: bigint | undefined
  logFile: string
  dataDir: string
  signal?: AbortSignal | undefined
}

/** Starts a new chain and waits for its answer. Blocks come with transactions. */
export async function startAnvil(options: AnvilOptions): Promise<ChildPart> {
  const { name = 'anvil', port, chainId, genesisAt, baseFeePerGas, logFile, dataDir } = options
  const part = await ChildPart.start({
    name,
    file: findProgram('anvil'),
    args: [
      ...['--host', LOCALHOST, '--port', `${port}`, '--chain-id', `${chainId}`],
      // The EVM version that the contracts are compiled for.
      ...['--hardfork', 'osaka', '--gas-limit', `${BLOCK_GAS_LIMIT}`, '--enable-tx-gas-limit'],
      ...['--mnemonic', LOCAL_MNEMONIC],
      ...(genesisAt === undefined ? [] : ['--timestamp', `${genesisAt}`]),
      ...(baseFeePerGas === undefined ? [] : ['--block-base-fee-per-gas', `${baseFeePerGas}`]),
    ],
    // Old states go to files in there.
    env: { HOME: join(dataDir, name) },
    logFile,
    signal: options.signal,
  })
  const client = createChainClient(`http://${LOCALHOST}:${port}`)
  await part.waitUntil(() => client.getChainId(), 120)
  return part
}
