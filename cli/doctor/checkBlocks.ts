import { createPublicClient } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { LoadedConfig } from '../../bot/loadConfig.ts'
import { openSources } from '../../bot/sources/openSources.ts'
import { compareWithChain } from '../../client/chains/compareWithChain.ts'
import { readChain } from '../../client/chains/readChain.ts'
import { formatMarket, fromAbiConfig } from '../../governance/index.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { pass } from './check.ts'

/** How long the blocks last that a report may be behind. */
export async function checkBlocks(loaded: LoadedConfig, url: string): Promise<StartCheck[]> {
  const { chain, markets } = loaded.config
  const transport = nodeTransport(url, { retryCount: 1, timeout: chain.timeoutMs })
  const now = await readChain(createPublicClient({ transport }), chain.id)
  const { chain: reader } = openSources(loaded)
  const { block: head } = await reader.readHead()
  const found = markets.map(async (id) => {
    const market = await reader.readMarket(id, head).catch(() => undefined)
    // The start gate says so.
    if (market === undefined) return []
    const { notes } = compareWithChain(fromAbiConfig(market.config), now)
    return notes.map((note) => pass(`blocks ${formatMarket(id)}`, note))
  })
  return (await Promise.all(found)).flat()
}
