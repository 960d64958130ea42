import { createPublicClient } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { LoadedProverConfig } from '../../bot/prover/loadProverConfig.ts'
import { openProverChain } from '../../bot/prover/startProver.ts'
import { readChain } from '../../client/chains/readChain.ts'
import { countRingEntries, readRings } from '../../client/evidence/readRings.ts'
import { formatMarket } from '../../governance/index.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { mend, pass } from './check.ts'

/** Whether the pools of each market remember half an hour of blocks that all trade. */
export async function checkRings(loaded: LoadedProverConfig, url: string): Promise<StartCheck[]> {
  const { chain, markets } = loaded.config
  const transport = nodeTransport(url, { retryCount: 1, timeout: chain.timeoutMs })
  const client = createPublicClient({ transport })
  const { blockTimeMs } = await readChain(client, chain.id)
  const needed = countRingEntries(blockTimeMs)
  const reader = openProverChain(loaded)
  const { block: head } = await reader.readHead()
  const found = markets.map(async (id) => {
    const market = await reader.readMarket(id, head).catch(() => undefined)
    // The start gate says so.
    if (market === undefined) return []
    const { pool, nativePool } = market.config.source
    const rings = await readRings(client, { pool, nativePool }, head.number)
    return rings.map(({ pool: address, entriesNext }) => {
      const name = `ring ${formatMarket(id)}`
      const what = `${address} keeps ${entriesNext} observations, ${needed} cover a trade in every block`
      return entriesNext >= needed
        ? pass(name, what)
        : mend(name, `${what}; call its increaseObservationCardinalityNext, which anybody may`)
    })
  })
  return (await Promise.all(found)).flat()
}
