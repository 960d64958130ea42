import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'

/** An anvil of a test's own. */
export interface LocalChain {
  chainId: number
  url: string
  stop(): Promise<void>
}

export async function startLocalChain(chainId: number, genesisAt?: bigint): Promise<LocalChain> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-chain-'))
  const port = await choosePort('the chain', undefined)
  const logFile = join(folder, 'anvil.log')
  const anvil = await startAnvil({ port, chainId, logFile, dataDir: folder, genesisAt })
  return {
    chainId,
    url: `http://${LOCALHOST}:${port}`,
    async stop() {
      await anvil.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
