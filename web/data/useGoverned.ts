import { type Governed, readMarkets } from '../../client/readMarkets.ts'
import { type Reading, useReading } from './useReading.ts'

/** Every market with all that voters have set for it, as the chain has it. */
export function useGoverned(): Reading<Governed> {
  return useReading({
    key: ['governed'],
    isLive: true,
    read: ({ client, network }) =>
      readMarkets(client, network.addresses.riskParameters, network.startBlock),
  })
}
