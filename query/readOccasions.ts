import type { Hex } from 'viem'
import { BaseError } from '../core/errors.ts'
import type { Observation } from '../core/index.ts'
import type { QueryClient } from './createQueryClient.ts'
import { fetchOccasions } from './fetchOccasions.ts'

/**
 * The observations by which changes of markets are judged; none without an index. Where it fails, a note says so: what is
 * changed and who voted stands on chain, and is shown without it.
 */
export async function readOccasions(
  client: QueryClient | undefined,
  markets: readonly Hex[],
): Promise<{
  latest: Map<Hex, Observation>
  worstHour: Map<Hex, Observation>
  notes: string[]
}> {
  const latest = new Map<Hex, Observation>()
  const worstHour = new Map<Hex, Observation>()
  if (client === undefined) return { latest, worstHour, notes: [] }
  try {
    for (const market of markets) {
      const found = await fetchOccasions(client, market)
      if (found.latest !== undefined) latest.set(market, found.latest)
      if (found.worstHour !== undefined) worstHour.set(market, found.worstHour)
    }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const note = `What the model says to it is not known: ${error.message}`
    return { latest, worstHour, notes: [note] }
  }
  return { latest, worstHour, notes: [] }
}
