import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { deployVenue, type Venue } from '../../../stack/local/deployVenue.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'

export interface PoolChain {
  url: string
  client: ChainClient
  /** Its pool has no price yet. */
  venue: Venue
  stop(): Promise<void>
}

/** An anvil that begins at a time, a second a block, with a Uniswap v3 pool. */
export async function startPoolChain(genesisAt: bigint): Promise<PoolChain> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-pool-'))
  const port = await choosePort('the chain', undefined)
  const [logFile, dataDir] = [join(folder, 'anvil.log'), join(folder, 'data')]
  const anvil = await startAnvil({ port, chainId: 31_337, genesisAt, logFile, dataDir })
  const stop = async () => {
    await anvil.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const url = `http://127.0.0.1:${port}`
    const client = createChainClient(url)
    await client.setBlockTimestampInterval({ interval: 1 })
    return { url, client, venue: await deployVenue(client), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
