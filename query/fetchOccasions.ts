import type { Hex } from 'viem'
import { z } from 'zod'
import type { Observation } from '../core/index.ts'
import type { QueryClient } from './createQueryClient.ts'
import { observationSelection, observationType } from './types.ts'

/** Two observations of a market by which people judge a change: the last one, and the dearest hour on record. */
export interface Occasions {
  latest: Observation | undefined
  /** The one with the highest base fee. */
  worstHour: Observation | undefined
}

const answer = z.object({
  latest: z.array(observationType),
  worstHour: z.array(observationType),
})

// Without a value of the portfolio there is nothing to evaluate.
const document = `query Occasions($market: String!) {
  latest: observations(first: 1, orderBy: id, orderDirection: desc, where: { market: $market, refusedField: null }) { ${observationSelection} }
  worstHour: observations(first: 1, orderBy: baseFeePerGas, orderDirection: desc, where: { market: $market, refusedField: null }) { ${observationSelection} }
}`

/** The index's data of a market; undefined where it has none. */
export async function fetchOccasions(client: QueryClient, market: Hex): Promise<Occasions> {
  const { latest, worstHour } = await client.query(document, { market }, answer)
  return { latest: latest[0], worstHour: worstHour[0] }
}
