import type { Hex } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { LoadedConfig } from '../../bot/loadConfig.ts'
import { openSources } from '../../bot/sources/openSources.ts'
import { formatMarket } from '../../governance/index.ts'
import { createQueryClient, fetchPinnedBlock } from '../../query/index.ts'
import { attempt, gather, mend, pass } from './check.ts'

/** Each subgraph for itself, and then the latest observation of each market as the replica would take it. */
export async function checkSubgraphs(loaded: LoadedConfig): Promise<StartCheck[]> {
  const subgraphs = await gather(
    loaded.indexUrls.map((url, at) => {
      const name = `subgraph ${at + 1}`
      return attempt(name, () => checkSubgraph(name, url, loaded))
    }),
  )
  // If all subgraphs fail, an observation would fail for the same reason.
  if (subgraphs.every(({ isOk }) => !isOk)) return subgraphs
  const observations = loaded.config.markets.map((marketId) => {
    const name = `observation ${formatMarket(marketId)}`
    return attempt(name, () => checkObservation(name, marketId, loaded))
  })
  return [...subgraphs, ...(await gather(observations))]
}

async function checkSubgraph(name: string, url: string, loaded: LoadedConfig): Promise<StartCheck> {
  const { timeoutMs, maxLagBlocks, maxLag } = loaded.config.index
  const client = createQueryClient({ url, timeoutMs, retries: 1, patienceMs: 2 * timeoutMs })
  // First: a head that was read before could be behind by an honest block.
  const newest = await fetchPinnedBlock(client)
  const { block: head } = await openSources(loaded).chain.readHead()
  const blocks = head.number - newest.number
  const sec = head.timestamp - newest.timestamp
  const where = `${client.origin}: block ${newest.number}`
  if (blocks < 0n) {
    return mend(name, `${where}, ${-blocks} ahead of the chain's endpoints; mend those`)
  }
  const lag = blocks === 0n ? 'as the chain' : `${blocks} blocks and ${sec} s behind`
  if (blocks <= BigInt(maxLagBlocks) && sec <= maxLag) return pass(name, `${where}, ${lag}`)
  const advice = `allowed are ${maxLagBlocks} and ${maxLag}; see graph-node's log`
  return mend(name, `${where}, ${lag}, ${advice}`)
}

async function checkObservation(
  name: string,
  marketId: Hex,
  loaded: LoadedConfig,
): Promise<StartCheck | StartCheck[]> {
  const { chain, index } = openSources(loaded)
  const { block: head } = await chain.readHead()
  const market = await chain.readMarket(marketId, head).catch(() => undefined)
  // The start gate has said so.
  if (market === undefined) return []
  const reading = await index.readLatest(marketId)
  if (reading.type === 'none') {
    const advice = {
      lagging: 'wait, or mend what is behind',
      'no-observation':
        'the first comes half an hour after its source was voted, or, where no startVariance was, after the first whole hour; until then its portfolio has to tell its figures, and the oracle of a data fee its fee',
    }[reading.reason]
    return mend(name, `${reading.detail}; ${advice}`)
  }
  const { observation, block } = reading
  const ageSec = head.timestamp > block.timestamp ? head.timestamp - block.timestamp : 0n
  const maxAgeSec = loaded.config.decide.maxObservationAge
  const what = `of block ${block.number}, ${ageSec} s old`
  if (ageSec > maxAgeSec) {
    return mend(name, `${what}, allowed are ${maxAgeSec}; see whether the index moves`)
  }
  const gwei = Number((Number(observation.baseFeePerGas) / 1e9).toPrecision(3))
  const usd = Number(observation.nativePriceUsd6) / 1e6
  return pass(name, `${what}: gas ${gwei} gwei, ether $${usd.toFixed(0)}`)
}
